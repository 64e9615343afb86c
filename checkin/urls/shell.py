"""What the tablet asks as an app: its screens in one body, what it holds, and a visit's place in the year."""

from django.urls import path

from checkin.views import shell, thanks

urlpatterns = [
    path("shell/", shell.shell, name="kiosk-shell"),
    path("tablet/", shell.tablet, name="kiosk-tablet"),
    path("tablet/export/", shell.export, name="kiosk-tablet-export"),
    path("thanks/<uuid:submission>/ordinals/", thanks.ordinals, name="kiosk-ordinals"),
]
