"""The project as an app: its checks and its commands."""

from django.apps import AppConfig

from kspvisits import checks  # noqa: F401  importing registers them


class KspVisitsConfig(AppConfig):
    name = "kspvisits"
