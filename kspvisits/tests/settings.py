"""The product's settings, with a fast hasher and plain static names, which a live test server can serve."""

import os

from kspvisits.settings import *  # noqa: F403
from kspvisits.settings import DATABASES, STATIC_ROOT, STORAGES, VAR_DIR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# A file, as in use: an in-memory database shares one connection and hides every race.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
# Playwright leaves an event loop in the test's own thread; nothing of the tests runs inside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
