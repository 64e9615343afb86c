"""The tablet: one question a page; what was answered so far is in the address."""

from django.urls import path

from checkin.views import kiosk, leaving, thanks

ANSWERS = "<code:category>/<count:persons>/"

urlpatterns = [
    path("", kiosk.category, name="kiosk-category"),
    path("group/", kiosk.category, {"is_group": True}, name="kiosk-category-group"),
    path(f"persons/{ANSWERS}", kiosk.persons, name="kiosk-persons"),
    path(f"persons/{ANSWERS}sure/", kiosk.persons_sure, name="kiosk-persons-sure"),
    path(f"origin/{ANSWERS}", kiosk.origin, name="kiosk-origin"),
    path(f"purpose/{ANSWERS}<code:origin>/", kiosk.purpose, name="kiosk-purpose"),
    path(f"name/{ANSWERS}<code:origin>/<code:purpose>/", kiosk.name, name="kiosk-name"),
    path(f"without-details/{ANSWERS}", kiosk.without_details, name="kiosk-without-details"),
    path("thanks/<uuid:submission>/", thanks.thanks, name="kiosk-thanks"),
    path("thanks/<uuid:submission>/again/", thanks.thanks, {"is_repeat": True}, name="kiosk-thanks-again"),
    path("thanks/<uuid:submission>/space/", thanks.space, name="kiosk-space"),
    path("thanks/<uuid:submission>/undo/", thanks.undo, name="kiosk-undo"),
    path("leave/", leaving.number, name="kiosk-leave"),
    path("leave/<count:number>/", leaving.number, name="kiosk-leave-typed"),
    path("leave/<count:number>/confirm/", leaving.confirm, name="kiosk-leave-confirm"),
    path("leave/<count:number>/confirm/<count:persons>/", leaving.confirm, name="kiosk-leave-some"),
    path("goodbye/", leaving.goodbye, name="kiosk-goodbye"),
]
