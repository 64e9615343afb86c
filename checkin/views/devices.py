"""The desk's list of tablets: which hand in visits, when each was last heard of, and how one comes and goes."""

from django.conf import settings
from django.contrib import messages
from django.db.models import F
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from checkin.forms import KioskForm
from checkin.models import Device
from checkin.services.devices import revoke_device
from checkin.services.pairing import new_code
from checkin.tables.devices import DeviceTable
from checkin.views.sent import sent
from kspvisits.access import Room, staff_of

#: By these names a computer calls itself; no tablet finds it by them.
ONLY_HERE = ("localhost", "127.0.0.1", "[::1]")


@require_safe
@staff_of(Room.DESK)
def devices(request, site):
    """Every tablet of the site; those in use first, the one heard of last on top."""
    now = timezone.now()
    in_use_first = (F("revoked_at").desc(nulls_first=True), F("last_seen_at").desc(nulls_last=True), "-id")
    rows = Device.objects.filter(site=site).order_by(*in_use_first)
    context = {"site": site, "now": now, "devices": DeviceTable(rows, asked=request.GET, at=now), "form": KioskForm()}
    return render(request, "checkin/desk/devices.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of(Room.DESK)
def pair(request, site):
    """A code for a new tablet, shown in the answer and never again."""
    form = KioskForm(sent(request))
    if form.is_valid():
        return _code(request, site, name=form.cleaned_data["name"])
    context = {"site": site, "form": form}
    return render(request, "checkin/desk/pair.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of(Room.DESK)
def pair_again(request, site, device):
    """A code for a tablet that is known: it stays the same tablet, with what it handed in."""
    device = _device_of(site, device)
    if request.method == "POST":
        return _code(request, site, name=device.name, device=device)
    return render(request, "checkin/desk/pair_again.html", {"site": site, "device": device})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of(Room.DESK)
def revoke(request, site, device):
    """End the trust in a tablet, after saying what still waits on it."""
    device = _device_of(site, device)
    if request.method == "POST":
        revoke_device(device=device, at=timezone.now())
        messages.success(request, _("“%(tablet)s” is no longer trusted.") % {"tablet": device.name})
        return redirect(f"{reverse('desk-devices', args=[site.code])}#devices")
    context = {"site": site, "device": device, "now": timezone.now()}
    return render(request, "checkin/desk/revoke.html", context)


def _code(request, site, *, name: str, device: Device | None = None):
    """The one page that shows the letters; the other language begins anew, since nothing keeps them."""
    code, letters = new_code(site=site, name=name, device=device, at=timezone.now())
    context = {
        "site": site,
        "code": code,
        "letters": letters,
        "address": _kiosk_address(request),
        "is_only_here": request.get_host().rsplit(":", 1)[0] in ONLY_HERE,
        "page_url": reverse("desk-devices", args=[site.code]),
    }
    return render(request, "checkin/desk/code.html", context)


def _kiosk_address(request) -> str:
    """Where a tablet begins: in the visitors' language, whichever the desk reads."""
    with override(settings.LANGUAGE_CODE):
        return request.build_absolute_uri(reverse("kiosk-category"))


def _device_of(site, pk: int) -> Device:
    """A tablet of this site; another site's is not there."""
    device = Device.objects.filter(site=site, pk=pk).first()
    if device is None:
        raise Http404
    return device
