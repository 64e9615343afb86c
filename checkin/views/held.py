"""What tablets handed in and nobody could record: the desk reads it in words and decides."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from checkin.errors import AlreadySettled, Refusal
from checkin.forms import AmendForm, DiscardForm
from checkin.models import HeldSubmission
from checkin.services import held as decisions
from checkin.services.submissions import ALREADY_LEFT, DUPLICATE, Receipt
from checkin.tables.devices import HeldTable, SettledTable
from checkin.views.held_words import ADVICE, tell
from kspvisits.access import Room, staff_of

#: The names of the service's fields in the form.
FIELDS = {"at": "day", "reason": "note"}


@require_safe
@staff_of(Room.DESK)
def held(request, site):
    """What waits for a decision, the oldest first, and what was decided, the latest first."""
    now = timezone.now()
    rows = HeldSubmission.objects.filter(device__site=site).select_related("device", "settled_by")
    waiting = HeldTable(rows.waiting(), asked=request.GET, at=now)
    settled = SettledTable(rows.exclude(settled_at=None).order_by("-settled_at", "-id"), asked=request.GET, at=now)
    tell(site, [*waiting.records, *settled.records])
    context = {"site": site, "now": now, "waiting": waiting, "settled": settled}
    return render(request, "checkin/desk/held.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_of(Room.DESK)
def held_entry(request, site, held):
    """One entry with everything that is known of it, and the three ways to settle it."""
    entry = _entry_of(site, held)
    decide = {"accept": _accept, "amend": _amend, "discard": _discard}.get(request.POST.get("decision"))
    if request.method != "POST" or decide is None:
        return _page(request, site, entry, status=400 if request.method == "POST" else 200)
    return decide(request, site, entry)


def _accept(request, site, entry):
    try:
        receipt = decisions.accept(held=entry, by=request.user, at=timezone.now())
    except AlreadySettled as refusal:
        return _too_late(request, site, entry, refusal)
    except Refusal as refusal:
        return _page(request, site, entry, refusal=refusal, status=409)
    return _settled(request, site, told=_of_receipt(receipt))


def _amend(request, site, entry):
    form = AmendForm(request.POST, told=entry.told, now=timezone.now(), site=site)
    if not form.is_valid():
        return _page(request, site, entry, amending=form, status=400)
    try:
        receipt = decisions.amend(held=entry, by=request.user, at=timezone.now(), **form.said)
    except AlreadySettled as refusal:
        return _too_late(request, site, entry, refusal)
    except Refusal as refusal:
        _put_error(form, refusal)
        return _page(request, site, entry, amending=form, status=400)
    return _settled(request, site, told=_of_receipt(receipt))


def _discard(request, site, entry):
    form = DiscardForm(request.POST)
    if not form.is_valid():
        return _page(request, site, entry, discarding=form, status=400)
    try:
        decisions.discard(held=entry, by=request.user, at=timezone.now(), note=form.cleaned_data["note"])
    except AlreadySettled as refusal:
        return _too_late(request, site, entry, refusal)
    return _settled(request, site, told=_("The entry is discarded. It stays listed under “Settled”."))


def _page(request, site, entry, *, refusal=None, amending=None, discarding=None, status=200):
    context = {
        "site": site,
        "held": entry,
        "told": entry.told,
        "advice": ADVICE[entry.reason],
        "can_be_accepted": entry.told.can_be_accepted(entry),
        "refusal": refusal,
        "amending": amending or AmendForm(told=entry.told, now=timezone.now(), site=site),
        "discarding": discarding or DiscardForm(),
    }
    return render(request, "checkin/desk/held_entry.html", context, status=status)


def _too_late(request, site, entry, refusal: AlreadySettled):
    """Somebody else was quicker: their decision is shown, nothing of ours was written."""
    return _page(request, site, _entry_of(site, entry.pk), refusal=refusal, status=409)


def _settled(request, site, *, told: str):
    messages.success(request, told)
    return redirect(f"{reverse('desk-held', args=[site.code])}#waiting")


def _of_receipt(receipt: Receipt) -> str:
    if receipt.reason == ALREADY_LEFT:
        return _("Settled. Everyone of this visit had already left, so nothing was changed.")
    if receipt.outcome == DUPLICATE:
        return _("Settled. It was already recorded, so nothing was added.")
    if receipt.number:
        return _("Recorded under number %(number)s.") % {"number": receipt.number}
    return _("Recorded.")


def _put_error(form, refusal: Refusal) -> None:
    name = FIELDS.get(refusal.field, refusal.field)
    form.add_error(name if name in form.fields else None, refusal.message)


def _entry_of(site, pk: int) -> HeldSubmission:
    """A held entry of this site's tablets, told in words; another site's is not there."""
    rows = HeldSubmission.objects.filter(device__site=site).select_related("device__site", "settled_by")
    entry = rows.filter(pk=pk).first()
    if entry is None:
        raise Http404
    tell(site, [entry])
    return entry
