"""K7, K8 and K10: the number of today or its picture, a look at who that is, and goodbye."""

from uuid import UUID, uuid4

from django.core.paginator import EmptyPage, Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from checkin.errors import NotThatManyInside
from checkin.models import Departure, Device, Visit
from checkin.services.automatic import persons_to_leave
from checkin.services.visits import check_out, check_persons
from checkin.validation import clean_uuid, clean_whole_number
from checkin.views.counters import PLACEHOLDER, Counter
from checkin.views.screen import screen, show

LONGEST_NUMBER = 5
ON_A_PAGE = 6


@screen
@require_safe
def number(request, device, number=0):
    return keypad(request, device, number)


@screen
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, device, number, persons=None):
    """Show whose number it is; the answer yes lets out one, all or some of a group."""
    visit = _visits_of_today(device).filter(number=number).first()
    if visit is None:
        return keypad(
            request, device, 0, status=404, wrong=_("Number %(number)s is not in use today.") % {"number": number}
        )
    if request.method == "POST":
        try:
            return _let_out(request, visit)
        except NotThatManyInside as refusal:
            return keypad(request, device, 0, status=409, wrong=refusal.message)
    leaving = _persons_to_leave(visit)
    if not leaving:
        return keypad(
            request, device, 0, status=409, wrong=_("Number %(number)s has already left.") % {"number": number}
        )
    return confirmation(request, device, visit, persons, most=leaving)


@screen
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request, device, submission: UUID, persons=None):
    """The same of a visit that was given no number: only its picture leads here."""
    visit = _visits_of_today(device).filter(submission=submission, number=None).first()
    if visit is None:
        raise Http404
    if request.method == "POST":
        return _let_out(request, visit)
    leaving = _persons_to_leave(visit)
    if not leaving:
        raise NotThatManyInside
    return confirmation(request, device, visit, persons, most=leaving)


@screen
@require_safe
def forgotten(request, device, page=1):
    """Who is still inside of those who came today: pictures and times, no names and no numbers."""
    visits = _visits_of_today(device).inside().order_by("arrived_at", "id")
    try:
        shown = Paginator(visits, ON_A_PAGE).page(page)
    except EmptyPage:
        raise Http404 from None
    return show(request, device, "forgotten", shown=shown)


@screen
@require_safe
def goodbye(request, device):
    return show(request, device, "goodbye")


def confirmation(request, device, visit: Visit, persons: int | None, *, most: int | None = None):
    most = most or visit.persons_inside
    if persons is not None:
        check_persons(persons, most=most)
    counter = Counter(persons or most, most=most, downwards=True)
    return show(
        request,
        device,
        "leave_confirm",
        visit=visit,
        counter=counter,
        placeholder=PLACEHOLDER,
        submission=uuid4(),
    )


def _let_out(request, visit: Visit):
    """The service decides who is inside, so that a second tap on yes gets the first one's answer.

    One person is one; of a group the page always says how many, and one that does not is no page of ours.
    """
    persons = clean_whole_number(
        request.POST.get("persons", "" if visit.is_group else "1"), least=1, most=visit.persons
    )
    submission = clean_uuid(request.POST.get("submission"))
    check_out(visit=visit, submission=submission, persons=persons, at=timezone.now(), source=Departure.Source.KIOSK)
    return redirect("kiosk-goodbye")


def _persons_to_leave(visit: Visit) -> int:
    """Who stays after closing is let out by the clock and may still say goodbye; asked only where nobody is inside."""
    return visit.persons_inside or persons_to_leave(visit)


def keypad(request, device, typed: int, *, status: int = 200, wrong=""):
    """The keypad, each key a link to the number it makes."""
    longer = [10 * typed + digit for digit in range(10)]
    keys = [number if len(str(number)) <= LONGEST_NUMBER else typed for number in longer]
    return show(
        request,
        device,
        "leave",
        typed=typed,
        placeholder=PLACEHOLDER,
        keys=keys,
        shorter=typed // 10,
        wrong=wrong,
        status=status,
    )


def _visits_of_today(device: Device):
    """What stands of today at the device's own site."""
    today = device.site.day_of(timezone.now())
    visits = Visit.objects.standing().filter(site=device.site).arrived_on(today)
    return visits.select_related("category")
