"""Who comes in and goes out, now."""

from django.apps import AppConfig


class CheckinConfig(AppConfig):
    name = "checkin"
