"""The front desk: who is inside, what happened today, and the way to open a kiosk."""

from django.urls import path

from checkin.views import desk

urlpatterns = [
    path("", desk.home, name="desk-home"),
    path("<slug:site>/", desk.today, name="desk"),
    path("<slug:site>/tally/", desk.tally, name="desk-tally"),
    path("<slug:site>/visits/<row:visit>/check-out/", desk.check_out, name="desk-check-out"),
    path("<slug:site>/visits/<row:visit>/void/", desk.void, name="desk-void"),
    path("<slug:site>/kiosk/", desk.open_kiosk, name="desk-open-kiosk"),
]
