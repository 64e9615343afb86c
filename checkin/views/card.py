"""K9: the card that is shown to a tablet, the questions to one that knows nothing yet, and second thoughts.

The code is only ever posted, and no address, page or log names it.
"""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_permissions_policy.decorators import permissions_policy_override

from checkin.errors import CardUnknown, ChoiceNotOffered, Refusal, TooLateHere, TooManyWrongCards
from checkin.models import Card, Departure, Origin, Purpose, Visit, VisitorCategory
from checkin.services import cards
from checkin.services.card_codes import LONGEST_TYPED, clean_code
from checkin.services.devices import saw
from checkin.services.hours import hours_on
from checkin.services.visits import SECOND_THOUGHTS
from checkin.validation import clean_text, clean_uuid
from checkin.views.screen import screen, show
from checkin.views.thanks import visit_of

#: The one page of the house that may look through a camera.
CAMERA = {**settings.PERMISSIONS_POLICY, "camera": ["self"]}
FIELDS = ("category", "origin", "purpose")
TICKET, TICKET_SECONDS = "kiosk-card", 10 * 60
STATUS = {CardUnknown: 404, TooManyWrongCards: 429}


@screen
@permissions_policy_override(CAMERA)
@require_http_methods(["GET", "HEAD", "POST"])
def card(request, device):
    """Ask for the card; the card itself checks in, or out."""
    if request.method != "POST":
        return _ask_card(request, device)
    submission, at = clean_uuid(request.POST.get("submission")), timezone.now()
    try:
        code = clean_code(request.POST.get("code", ""))
    except ValidationError as error:
        typed = clean_text(request.POST.get("code", ""), most=LONGEST_TYPED)
        return _ask_card(request, device, status=400, wrong=error.messages[0], typed=typed)
    try:
        shown = cards.card_with(code=code, device=device, at=at)
    except (CardUnknown, TooManyWrongCards) as refusal:
        return _ask_card(request, device, status=STATUS[type(refusal)], wrong=refusal.message)
    return _use(request, device, shown, submission, said={})


@screen
@require_http_methods(["GET", "HEAD", "POST"])
def first(request, device):
    """An answer to what a card does not know yet. Reached by an address, there is no card: show it again."""
    if request.method != "POST":
        return redirect("kiosk-card")
    try:
        ticket = signing.loads(request.POST.get("ticket", ""), salt=TICKET, max_age=TICKET_SECONDS)
    except signing.BadSignature:
        raise ValidationError(_("This page stood open too long. Please start again.")) from None
    shown = Card.objects.filter(pk=ticket["card"], site=device.site).first()
    if shown is None:
        raise Http404
    said = {field: clean_text(request.POST.get(field, ""), most=20) for field in FIELDS}
    return _use(request, device, shown, UUID(ticket["submission"]), said=said)


@screen
@require_http_methods(["GET", "HEAD", "POST"])
def purpose(request, device, submission):
    """What the holder comes for this time, if it is something else than the last."""
    visit = visit_of(device, submission)
    if visit.card_id is None:
        raise Http404
    if request.method != "POST":
        purposes = Purpose.objects.offered()
        return show(request, device, "card_purpose", visit=visit, purposes=purposes)
    code = clean_text(request.POST.get("purpose", ""), most=20)
    cards.change_purpose(visit=visit, purpose=code, device=device, at=timezone.now())
    return redirect("kiosk-thanks", submission)


@screen
@require_safe
def goodbye(request, device, submission):
    """K8 of who left by card; for two minutes it can be taken back."""
    departure, is_taken_back = cards.departure_by_card(device=device, submission=submission)
    if departure is None:
        raise Http404
    if is_taken_back:
        return show(request, device, "stayed")
    may_undo = timezone.now() - departure.left_at <= SECOND_THOUGHTS
    return show(request, device, "goodbye", departure=departure if may_undo else None)


@screen
@require_POST
def stay(request, device, submission):
    departure, is_taken_back = cards.departure_by_card(device=device, submission=submission)
    if departure is None:
        raise TooLateHere
    if not is_taken_back:
        cards.stay(departure=departure, at=timezone.now())
    return redirect("kiosk-card-goodbye", submission)


def _use(request, device, shown: Card, submission: UUID, *, said: dict[str, str]):
    at = timezone.now()
    hours = hours_on(site=device.site, day=device.site.day_of(at))
    recording = {"submission": submission, "at": at, "out_of_hours": hours.is_out_of_hours(at), "said": said}
    try:
        recorded = cards.use_card(card=shown, device=device, **recording)
    except ChoiceNotOffered as missing:
        return _ask(request, device, shown, submission, missing, said)
    saw(device=device, at=at)
    if isinstance(recorded, Departure):
        return redirect("kiosk-card-goodbye", recorded.submission)
    return redirect(*_place_of(recorded, device))


def _place_of(visit: Visit, device) -> list:
    return ["kiosk-thanks", visit.submission] if visit.device_id == device.pk else ["kiosk-recorded"]


def _ask_card(request, device, *, status=200, **context):
    return show(request, device, "card", status=status, **context)


def _ask(request, device, shown: Card, submission: UUID, missing: Refusal, said: dict[str, str]):
    """The question to whose answer nothing is known; what was answered before stays in the page."""
    choices = {
        "category": VisitorCategory.objects.offered().filter(is_always_group=False),
        "origin": Origin.objects.offered().filter(is_on_kiosk=True),
        "purpose": Purpose.objects.offered(),
    }
    ticket = signing.dumps({"card": shown.pk, "submission": str(submission)}, salt=TICKET)
    return show(
        request,
        device,
        "card_first",
        asks=missing.field,
        choices=choices[missing.field],
        step=FIELDS.index(missing.field) + 1,
        said={field: code for field, code in said.items() if code and field != missing.field},
        unknown=Origin.UNKNOWN,
        ticket=ticket,
        page_url=reverse("kiosk-card"),
    )
