"""The lobby's screen, open to everybody."""

from django.urls import path

from checkin.views import display

urlpatterns = [
    path("<slug:site>/", display.lobby, name="display-lobby"),
    path("<slug:site>/now/", display.now, name="display-now"),
]
