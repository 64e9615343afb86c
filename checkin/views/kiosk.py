"""The tablet's way in, K1 to K4: one question a page, three taps, and the last of them records."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkin.models import Origin, Purpose, Visit, VisitorCategory
from checkin.services.choices import category_chosen, chosen, origins_for, purposes_for
from checkin.services.devices import saw
from checkin.services.hours import hours_on, is_open
from checkin.services.identities import LONGEST_NAME, identity
from checkin.services.visits import KIOSK_MOST_PERSONS, check_in_at_the_door, check_persons
from checkin.validation import clean_text, clean_uuid
from checkin.views.counters import PLACEHOLDER, Counter
from checkin.views.screen import screen, show

FIRST_GUESS_OF_A_GROUP = 2
ASK_ABOVE = 50
SHORTCUTS = (2, 3, 5, 10, 20, 30)
KINDERGARTEN = "TKP"
#: What was typed is shown again as it was, though not a book.
LONGEST_TYPED = 200
NAME_OFF, NAME_REQUIRED = VisitorCategory.NameRule.OFF, VisitorCategory.NameRule.REQUIRED


@screen
@require_safe
def category(request, device, is_group=False, asks_hours=True):
    """Who comes in. Outside the opening hours that is said first, unless this is the way past it."""
    if asks_hours and not is_open(site=device.site, at=timezone.now()):
        return redirect("kiosk-closed")
    return category_page(request, device, is_group=is_group, asks_hours=asks_hours)


def category_page(request, device, *, is_group, asks_hours):
    return show(
        request,
        device,
        "category",
        categories=VisitorCategory.objects.offered(),
        is_group=is_group,
        asks_hours=asks_hours,
        first_guess=FIRST_GUESS_OF_A_GROUP,
    )


@screen
@require_safe
def persons(request, device, category, persons):
    check_persons(persons)
    return show(
        request,
        device,
        "persons",
        category=category_chosen(category),
        with_children=category == KINDERGARTEN,
        placeholder=PLACEHOLDER,
        counter=Counter(persons, most=KIOSK_MOST_PERSONS),
        shortcuts=SHORTCUTS,
        ask_above=ASK_ABOVE,
        next_page="kiosk-persons-sure" if persons > ASK_ABOVE else "kiosk-origin",
    )


@screen
@require_safe
def persons_sure(request, device, category, persons):
    check_persons(persons)
    return show(request, device, "persons_sure", category=category_chosen(category), persons=persons)


@screen
@require_safe
def origin(request, device, category, persons):
    check_persons(persons)
    return show(
        request,
        device,
        "origin",
        origins=origins_for(category),
        category=category,
        persons=persons,
        unknown=Origin.UNKNOWN,
    )


@screen
@require_http_methods(["GET", "HEAD", "POST"])
def purpose(request, device, category, persons, origin):
    """Ask what for; the tap on the answer records the visit."""
    if request.method == "POST":
        return _record_purpose(request, device, category, persons, origin)
    check_persons(persons)
    purposes = purposes_for(category, origin)
    return show(
        request,
        device,
        "purpose",
        purposes=purposes,
        asks_name=purposes[0].name_rule != NAME_OFF,
        category=category,
        persons=persons,
        origin=origin,
        submission=uuid4(),
    )


@screen
@require_POST
def without_details(request, device, category, persons):
    """Count who comes without saying where from or what for."""
    answers = chosen(site=device.site, category=category, origin=Origin.UNKNOWN, purpose=Purpose.OTHER)
    return _record(request, device, answers, persons)


@screen
@require_http_methods(["GET", "HEAD", "POST"])
def name(request, device, category, persons, origin, purpose):
    """Ask for a first name, of the categories that do."""
    check_persons(persons)
    answers = chosen(site=device.site, category=category, origin=origin, purpose=purpose)
    back = reverse("kiosk-purpose", args=[category, persons, origin])
    if answers.category.name_rule == NAME_OFF:
        return redirect(back)
    if request.method != "POST":
        return _ask_name(request, device, answers.category, submission=uuid4(), back=back)
    try:
        given = _name_given(request, answers.category)
    except ValidationError as error:
        said = {"status": 400, "wrong": error.messages[0], "submission": clean_uuid(request.POST.get("submission"))}
        return _ask_name(request, device, answers.category, back=back, **said)
    return _record(request, device, answers, persons, name=given)


def _record_purpose(request, device, category, persons, origin):
    purpose = clean_text(request.POST.get("purpose", ""), most=20)
    answers = chosen(site=device.site, category=category, origin=origin, purpose=purpose)
    if answers.category.name_rule != NAME_OFF:
        return redirect("kiosk-name", category, persons, origin, purpose)
    return _record(request, device, answers, persons)


def _record(request, device, answers, persons, *, name=""):
    at = timezone.now()
    today = device.site.day_of(at)
    visit = check_in_at_the_door(
        site=device.site,
        submission=clean_uuid(request.POST.get("submission")),
        category=answers.category,
        origin=answers.origin,
        purpose=answers.purpose,
        space=answers.space,
        persons=persons,
        identity=identity(name=name, language=get_language(), today=today),
        source=Visit.Source.KIOSK,
        device=device,
        at=at,
        recorded_at=at,
        out_of_hours=hours_on(site=device.site, day=today).is_out_of_hours(at),
    )
    saw(device=device, at=at)
    if visit.device_id != device.pk:
        return redirect("kiosk-recorded")
    return redirect("kiosk-thanks-again" if visit.is_repeat else "kiosk-thanks", visit.submission)


def _name_given(request, category: VisitorCategory) -> str:
    if "skip" in request.POST and category.name_rule != NAME_REQUIRED:
        return ""
    return clean_text(request.POST.get("name", ""), most=LONGEST_NAME, required=True)


def _ask_name(request, device, category: VisitorCategory, **context):
    return show(
        request,
        device,
        "name",
        may_skip=category.name_rule != NAME_REQUIRED,
        typed=request.POST.get("name", "")[:LONGEST_TYPED],
        longest=LONGEST_NAME,
        **context,
    )
