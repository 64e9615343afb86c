"""K7 and K8: the number of today, a look at who that is, and goodbye."""

from uuid import uuid4

from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from checkin.errors import NotThatManyInside
from checkin.models import Departure, Device, Visit
from checkin.services.visits import check_out, check_persons
from checkin.validation import clean_uuid, clean_whole_number
from checkin.views.counters import PLACEHOLDER, Counter
from checkin.views.screen import screen, show

LONGEST_NUMBER = 5


@screen
@require_safe
def number(request, device, number=0):
    return _keypad(request, device, number)


@screen
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, device, number, persons=None):
    """Show whose number it is; the answer yes lets out one, all or some of a group."""
    visit = _visit_numbered(device, number)
    if visit is None:
        return _keypad(
            request, device, 0, status=404, wrong=_("Number %(number)s is not in use today.") % {"number": number}
        )
    if request.method == "POST":
        return _let_out(request, device, visit)
    if not visit.is_inside:
        return _keypad(
            request, device, 0, status=409, wrong=_("Number %(number)s has already left.") % {"number": number}
        )
    if persons is not None:
        check_persons(persons, most=visit.persons_inside)
    counter = Counter(persons or visit.persons_inside, most=visit.persons_inside, downwards=True)
    return show(
        request, device, "leave_confirm", visit=visit, counter=counter, placeholder=PLACEHOLDER, submission=uuid4()
    )


@screen
@require_safe
def goodbye(request, device):
    return show(request, device, "goodbye")


def _let_out(request, device, visit: Visit):
    """The service decides who is inside, so that a second tap on yes gets the first one's answer."""
    persons = clean_whole_number(request.POST.get("persons", "1"), least=1, most=visit.persons)
    submission = clean_uuid(request.POST.get("submission"))
    try:
        check_out(visit=visit, submission=submission, persons=persons, at=timezone.now(), source=Departure.Source.KIOSK)
    except NotThatManyInside as refusal:
        return _keypad(request, device, 0, status=409, wrong=refusal.message)
    return redirect("kiosk-goodbye")


def _keypad(request, device, typed: int, *, status: int = 200, wrong=""):
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


def _visit_numbered(device: Device, number: int) -> Visit | None:
    """Today's standing visit of that number at the device's own site."""
    today = device.site.day_of(timezone.now())
    visits = Visit.objects.standing().filter(site=device.site, number=number).arrived_on(today)
    return visits.select_related("category").first()
