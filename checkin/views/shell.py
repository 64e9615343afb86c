"""The kiosk as an app of the tablet: its worker, its manifest, and all its screens in one packed body."""

import gzip
import hashlib
import json
from functools import cache as once

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.forms import model_to_dict
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.translation import override
from django.views.decorators.http import require_safe

from checkin.models import Device, Origin, Purpose, Site, Space, VisitorCategory
from checkin.services.visits import KIOSK_MOST_PERSONS, SECOND_THOUGHTS
from checkin.views.blanks import NOON, pages
from checkin.views.leaving import ON_A_PAGE
from checkin.views.rest import VERSES
from checkin.views.screen import screen, show
from kspvisits.access import kiosk_may_enter

#: What the screens load; the worker itself is the browser's to keep.
STYLES = ("css/tokens.css", "css/base.css", "css/kiosk.css")
PICTURES = ("icons/mark.svg",)
#: The desk's scripts too use these; a browser that was a desk keeps nothing of it as a kiosk.
SHARED = ("js/desk-forget.js", "js/new-key.js")
WORKER = "js/sw/"
AN_HOUR = 60 * 60
WAYS = ("wayfinding", "wayfinding_en", "step_free_way", "step_free_way_en")


def open_to_all(view):
    return kiosk_may_enter(login_not_required(require_safe(view)))


@open_to_all
def worker(request):
    """The service worker: a short beginning whose bytes change with every file of the app."""
    context = {"version": version(), "static": settings.STATIC_URL}
    return render(request, "sw.js", context, content_type="text/javascript")


@open_to_all
def manifest(request):
    return render(request, "manifest.webmanifest", content_type="application/manifest+json")


@screen
@require_safe
def shell(request, device):
    """Every screen of this tablet with blanks. Packed by us: a cache keeps what HTTP packs unpacked."""
    with override(settings.LANGUAGE_CODE):
        csrf, body = get_token(request), _shell_of(request, device)
    tag = f'"{hashlib.sha256(json.dumps(body).encode()).hexdigest()[:24]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    packed = gzip.compress(json.dumps(body | {"csrf": csrf}, ensure_ascii=False).encode(), mtime=0)
    return HttpResponse(packed, content_type="application/gzip", headers={"ETag": tag})


@screen
@require_safe
def tablet(request, device):
    """What this tablet holds; its script asks the worker."""
    return show(request, device, "tablet", version=version())


@screen
@require_safe
def export(request, device):
    """A tablet with a worker answers this by itself; the server keeps no queue."""
    answer = JsonResponse({"items": []})
    answer.headers["Content-Disposition"] = 'attachment; filename="antrean.json"'
    return answer


def version() -> str:
    """Of the app: another one as soon as any of its files is."""
    return _version() if not settings.DEBUG else _version.__wrapped__()


@once
def _version() -> str:
    content = hashlib.sha256()
    for name in [*files(), *_modules(WORKER)]:
        with open(finders.find(name), "rb") as file:
            content.update(file.read())
    return content.hexdigest()[:12]


def files() -> list[str]:
    """Everything a screen loads."""
    return [*STYLES, *PICTURES, *_modules("js/kiosk"), *SHARED]


def _modules(beginning: str) -> list[str]:
    """The names of our scripts that begin so."""
    folder = settings.BASE_DIR / "static"
    found = (path.relative_to(folder).as_posix() for path in (folder / "js").rglob("*.js"))
    return sorted(name for name in found if name.startswith(beginning))


def _shell_of(request, device: Device) -> dict:
    key = _ingredients(device.site)
    lines, woven = cache.get_or_set(key, lambda: _woven(pages(request, device)), AN_HOUR)
    return {
        "worker": version(),
        "site": device.site.code,
        "files": [static(name) for name in files()],
        "lines": lines,
        "pages": woven,
        "between": {language: _between(language) for language, _name in settings.LANGUAGES},
        "choices": _choices(device),
        "second_thoughts": int(SECOND_THOUGHTS.total_seconds()),
    }


def _ingredients(site: Site) -> str:
    """Names what the screens are made of: rendering them all takes a second, and many tablets ask."""
    rows = [
        site.spaces.values_list("code", "name", "name_en", *WAYS),
        VisitorCategory.objects.order_by("code").values_list(*_said(VisitorCategory), "usual_purpose__code"),
        Origin.objects.order_by("slug").values_list(*_said(Origin)),
        Purpose.objects.order_by("code").values_list(*_said(Purpose)),
    ]
    made_of = [version(), model_to_dict(site, exclude=["id"]), *(list(row) for row in rows)]
    return f"shell-{hashlib.sha256(repr(made_of).encode()).hexdigest()}"


def _said(words) -> list[str]:
    return [field.name for field in words._meta.concrete_fields if not (field.primary_key or field.is_relation)]


def _woven(found: dict[str, dict[str, str]]) -> tuple[list[str], dict]:
    """Each line once, and every page as the numbers of its lines: what the screens share is kept once."""
    lines: dict[str, int] = {}
    woven = {
        language: {
            name: [lines.setdefault(line.strip(), len(lines)) for line in page.splitlines() if line.strip()]
            for name, page in screens.items()
        }
        for language, screens in found.items()
    }
    return list(lines), woven


def _choices(device: Device) -> dict:
    """The codes a tablet may record: an address can name nothing else."""
    spaces = set(Space.objects.filter(site=device.site).values_list("code", flat=True))
    purposes = {Purpose.OTHER: ""} | dict(Purpose.objects.offered().values_list("code", "space_code"))
    return {
        "categories": list(VisitorCategory.objects.offered().values_list("code", flat=True)),
        "origins": [*Origin.objects.filter(is_offered=True, is_on_kiosk=True).values_list("slug", flat=True)],
        "purposes": {code: space if space in spaces else "" for code, space in purposes.items()},
        "unknown": Origin.UNKNOWN,
        "other": Purpose.OTHER,
        "most": KIOSK_MOST_PERSONS,
        "verses": VERSES,
        "on_a_page": ON_A_PAGE,
    }


def _between(language: str) -> str:
    """What stands between hours and minutes."""
    with override(language):
        return date_format(NOON, "TIME_FORMAT")[2]
