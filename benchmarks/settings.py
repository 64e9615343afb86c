"""The product's settings with one more address: a bare view behind the same middleware."""

from kspvisits.settings import *  # noqa: F403
from kspvisits.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks"]
ROOT_URLCONF = "benchmarks.urls"
