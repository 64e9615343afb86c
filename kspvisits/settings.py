"""Every setting in one file, read from the environment; what is missing or wrong is said all at once.

``KSP_ENV`` is ``local`` (the default: this machine only, nothing to set up), ``dev`` (the same with
Django's debugging pages), ``lan`` (the same over HTTPS for the tablets of an office; ``manage.py serve_lan``
sets it) or ``production`` (nothing is guessed: a missing setting stops the start).
"""

import secrets
from pathlib import Path
from urllib.parse import quote

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env, EnvValidationError, ValidationError, validate

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env(eager=False)

KSP_ENV = env.str("KSP_ENV", "local", validate=validate.OneOf(["local", "dev", "lan", "production"]))
PRODUCTION = KSP_ENV == "production"
DEBUG = KSP_ENV == "dev"
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))


def local_secret_key() -> str:
    """A key of this machine's own, kept so that a restart signs nobody out."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text()


if PRODUCTION:
    SECRET_KEY = env.str("SECRET_KEY", validate=validate.Length(min=50))
    some = validate.Length(min=1, error="Must name at least one.")
    ALLOWED_HOSTS = env.list(
        "ALLOWED_HOSTS", subcast=str.strip, validate=[some, validate.ContainsNoneOf(["*"], error="Must not be *.")]
    )
    CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", subcast=str.strip, validate=some)
else:
    SECRET_KEY = env.str("SECRET_KEY", "") or local_secret_key()
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"], subcast=str.strip)
    CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [], subcast=str.strip)

INSTALLED_APPS = [
    "kspvisits",
    "checkin",
    "reports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "kspvisits.middleware.ApiErrorsMiddleware",
    "kspvisits.middleware.PlainRequestMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kspvisits.middleware.KioskBrowserMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "kspvisits.urls"
WSGI_APPLICATION = "kspvisits.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "kspvisits.templatetags.words"],
        },
    }
]

# SQLite takes the write lock at BEGIN and waits for it; Django's deferred default fails a burst with lock errors.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}


@env.parser_for("database")
def database(url: str) -> dict:
    """Django's settings for one of the two databases that everything is tested on."""
    if not url and not PRODUCTION:
        url = f"sqlite:///{quote((VAR_DIR / 'kspvisits.sqlite3').as_posix())}"
    if not url.startswith(("postgres://", "postgresql://", "sqlite:///")):
        raise ValidationError("Must begin with postgres:// or sqlite:///.")
    try:
        parsed = dj_database_url.parse(url, conn_max_age=None, conn_health_checks=True)
    except ValueError as error:
        raise ValidationError("Not an address of a database.") from error
    if parsed["ENGINE"].endswith("sqlite3"):
        VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        parsed["OPTIONS"] = SQLITE_OPTIONS
    return parsed


DATABASES = {"default": env.database("DATABASE_URL", ... if PRODUCTION else "")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
# Name and address together: a stranger elsewhere who guesses cannot lock the real officer out.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "kspvisits.access.address_of"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "kspvisits.views.locked_out"
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # it would keep the address of every sign-in for ever
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "kspvisits.views.csrf_failure"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "kspvisits" / "locale"]
FORMAT_MODULE_PATH = "kspvisits.formats"
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "kspvisits.storage.HashedStaticFiles"
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY = {
    feature: [] for feature in ("camera", "geolocation", "microphone", "payment", "usb", "display-capture")
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# No HSTS in a LAN: it would close the plain page about trust, and nobody could go back to another certificate.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = KIOSK_COOKIE_SECURE = KSP_ENV in ("lan", "production")
SECURE_SSL_REDIRECT = PRODUCTION and env.bool("SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
# For a year this cannot be taken back: an office below a shared domain asks its owner, or says no.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION and env.bool("HSTS_SUBDOMAINS", True)
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
LARGEST_REQUEST = 4_000_000  # bytes; no form takes a file, and what is too large for a field is told by the form
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000

# The year's visits and their target are in the annual report; an office may keep them off its lobby's screen.
LOBBY_SHOWS_YEAR = env.bool("LOBBY_SHOWS_YEAR", True)

SIMPLE_HISTORY_REVERT_DISABLED = True
DJANGO_TABLES2_TEMPLATE = "_table.html"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "kspvisits.logs.OneLine", "format": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}

try:
    env.seal()
except EnvValidationError as error:
    wrong = "\n".join(f"  {name}: {' '.join(messages)}" for name, messages in sorted(error.error_messages.items()))
    raise ImproperlyConfigured(f"These settings are missing or wrong:\n{wrong}") from error
