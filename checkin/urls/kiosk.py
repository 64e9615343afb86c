"""The tablet: one question a page; what was answered so far is in the address."""

from django.urls import path

from checkin.views import kiosk, leaving

urlpatterns = [
    path("", kiosk.category, name="kiosk-category"),
    path("group/", kiosk.category, {"is_group": True}, name="kiosk-category-group"),
    path("persons/<str:category>/", kiosk.persons, name="kiosk-persons"),
    path("origin/<str:category>/<int:persons>/", kiosk.origin, name="kiosk-origin"),
    path("purpose/<str:category>/<int:persons>/<slug:origin>/", kiosk.purpose, name="kiosk-purpose"),
    path("thanks/<uuid:submission>/", kiosk.thanks, name="kiosk-thanks"),
    path("thanks/<uuid:submission>/space/", kiosk.space, name="kiosk-space"),
    path("thanks/<uuid:submission>/undo/", kiosk.undo, name="kiosk-undo"),
    path("undone/", kiosk.undone, name="kiosk-undone"),
    path("leave/", leaving.number, name="kiosk-leave"),
    path("leave/<int:number>/", leaving.confirm, name="kiosk-leave-confirm"),
    path("goodbye/", leaving.goodbye, name="kiosk-goodbye"),
]
