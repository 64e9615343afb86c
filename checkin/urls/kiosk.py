"""The tablet: one question a page; what was answered so far is in the address."""

from django.urls import path

from checkin.views import asides, card, kiosk, leaving, pairing, rest, thanks

ANSWERS = "<code:category>/<count:persons>/"

urlpatterns = [
    path("", kiosk.category, name="kiosk-category"),
    path("group/", kiosk.category, {"is_group": True}, name="kiosk-category-group"),
    path("anyway/", kiosk.category, {"asks_hours": False}, name="kiosk-anyway"),
    path("anyway/group/", kiosk.category, {"is_group": True, "asks_hours": False}, name="kiosk-anyway-group"),
    path("welcome/", rest.welcome, name="kiosk-welcome"),
    path("closed/", rest.closed, name="kiosk-closed"),
    path("pair/", pairing.pair, name="kiosk-pair"),
    path("call/", asides.call, name="kiosk-call"),
    path("call/back/", asides.take_back, name="kiosk-call-back"),
    path("called/", asides.called, name="kiosk-called"),
    path("size/", asides.size, name="kiosk-size"),
    path(f"persons/{ANSWERS}", kiosk.persons, name="kiosk-persons"),
    path(f"persons/{ANSWERS}sure/", kiosk.persons_sure, name="kiosk-persons-sure"),
    path(f"origin/{ANSWERS}", kiosk.origin, name="kiosk-origin"),
    path(f"purpose/{ANSWERS}<code:origin>/", kiosk.purpose, name="kiosk-purpose"),
    path(f"name/{ANSWERS}<code:origin>/<code:purpose>/", kiosk.name, name="kiosk-name"),
    path(f"without-details/{ANSWERS}", kiosk.without_details, name="kiosk-without-details"),
    path("thanks/<uuid:submission>/", thanks.thanks, name="kiosk-thanks"),
    path("thanks/<uuid:submission>/again/", thanks.thanks, {"is_repeat": True}, name="kiosk-thanks-again"),
    path("thanks/<uuid:submission>/space/", thanks.space, name="kiosk-space"),
    path("thanks/<uuid:submission>/stay/", thanks.stay, name="kiosk-stay"),
    path("thanks/<uuid:submission>/undo/", thanks.undo, name="kiosk-undo"),
    path("thanks/<uuid:submission>/purpose/", card.purpose, name="kiosk-card-purpose"),
    path("card/", card.card, name="kiosk-card"),
    path("card/first/", card.first, name="kiosk-card-first"),
    path("recorded/", thanks.recorded, name="kiosk-recorded"),
    path("leave/", leaving.number, name="kiosk-leave"),
    path("leave/<count:number>/", leaving.number, name="kiosk-leave-typed"),
    path("leave/<count:number>/confirm/", leaving.confirm, name="kiosk-leave-confirm"),
    path("leave/<count:number>/confirm/<count:persons>/", leaving.confirm, name="kiosk-leave-some"),
    path("leave/entry/<uuid:submission>/", leaving.entry, name="kiosk-leave-entry"),
    path("leave/entry/<uuid:submission>/<count:persons>/", leaving.entry, name="kiosk-leave-entry-some"),
    path("forgotten/", leaving.forgotten, name="kiosk-forgotten"),
    path("forgotten/<count:page>/", leaving.forgotten, name="kiosk-forgotten-page"),
    path("goodbye/", leaving.goodbye, name="kiosk-goodbye"),
    path("goodbye/<uuid:submission>/", card.goodbye, name="kiosk-card-goodbye"),
    path("goodbye/<uuid:submission>/undo/", card.stay, name="kiosk-card-stay"),
]
