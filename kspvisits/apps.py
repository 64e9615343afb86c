"""The project as an app: its checks and its commands."""

from django.apps import AppConfig


class KspVisitsConfig(AppConfig):
    name = "kspvisits"
