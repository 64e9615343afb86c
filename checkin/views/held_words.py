"""What a held entry says, in the words of the house: read leniently, because a person wants to know what is there."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checkin.models import HeldSubmission, Origin, Purpose, Site, Visit, VisitorCategory
from checkin.services.handed_in import LARGEST_NUMBER
from checkin.services.holding import item_of
from checkin.validation import clean_moment, clean_uuid
from kspvisits.numbers import count

Reason = HeldSubmission.Reason
LONGEST_QUOTE = 40
KINDS = {
    "check_in": gettext_lazy("Coming in"),
    "check_out": gettext_lazy("Leaving"),
    "undo": gettext_lazy("Taking back"),
}
ADVICE = {
    Reason.UNREADABLE: gettext_lazy("If you know what happened, record it below. Otherwise discard it."),
    Reason.UNKNOWN_WORD: gettext_lazy("The tablet used a word that is not known here. Choose the right one below."),
    Reason.BAD_TIME: gettext_lazy("The time cannot be right. Give the right one below."),
    Reason.TOO_MANY: gettext_lazy("A tablet records at most 200 people at once. Give the right number below."),
    Reason.CONFLICT: gettext_lazy("Another entry came under the same key. Accepted, this one is recorded beside it."),
    Reason.REVOKED: gettext_lazy("It came after the tablet’s trust had ended. Accept it if you know it is real."),
    Reason.NO_VISIT: gettext_lazy("As soon as the visit arrives, this is recorded by itself."),
    Reason.COVERED: gettext_lazy("The day is already reported as one sum. Discard it, or give the right day below."),
    Reason.TOO_LATE: gettext_lazy("A visitor may take back an entry for two minutes; this came later."),
}


@dataclass(frozen=True)
class Told:
    """``said`` is the entry in short pieces of words; codes are empty where the word is not known here."""

    kind: str = ""
    at: datetime | None = None
    codes: dict[str, str] = field(default_factory=dict)
    persons: int | None = None
    number: int | None = None
    visit: Visit | None = None
    said: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        return KINDS.get(self.kind) or _("Not readable")

    def can_be_accepted(self, held: HeldSubmission) -> bool:
        """Whether it may well be recorded as it is; the service has the last word."""
        return {
            Reason.CONFLICT: bool(self.kind),
            Reason.REVOKED: bool(self.kind),
            Reason.UNKNOWN_WORD: all(self.codes.values()),
            Reason.NO_VISIT: self.visit is not None,
            Reason.TOO_LATE: self.visit is not None and self.visit.is_voided,
        }.get(held.reason, False)


def tell(site: Site, rows: Iterable[HeldSubmission]) -> None:
    """Give each row its ``told``; however many there are, four queries."""
    rows = list(rows)
    if not rows:
        return
    items = {row.pk: _item(row) for row in rows}
    keys = {row.pk: row.about or _uuid(items[row.pk].get("id")) for row in rows}
    wanted = Visit.objects.filter(site=site, submission__in={key for key in keys.values() if key})
    visits = {visit.submission: visit for visit in wanted.select_related("category")}
    words = {
        "category": {word.code: word.text for word in VisitorCategory.objects.all()},
        "origin": {word.slug: word.text for word in Origin.objects.all()},
        "purpose": {word.code: word.text for word in Purpose.objects.all()},
    }
    for row in rows:
        row.told = _told(items[row.pk], words, visits.get(keys[row.pk]), site)


def _told(item: dict, words: dict[str, dict[str, str]], visit: Visit | None, site: Site) -> Told:
    kind = item.get("type") if isinstance(item.get("type"), str) and item.get("type") in KINDS else ""
    codes = {name: _known(item.get(name), known) for name, known in words.items()} if kind == "check_in" else {}
    persons = _whole(item.get("persons"))
    number = _whole(item.get("number"), most=LARGEST_NUMBER) if kind == "check_in" else None
    said = {"check_in": _arrival, "check_out": _leaving, "undo": _taking_back}.get(kind, _nothing)
    return Told(
        kind=kind, at=_moment(item.get("at"), site), codes=codes, persons=persons, number=number, visit=visit,
        said=tuple(said(item, words, visit)),
    )  # fmt: skip


def _arrival(item: dict, words: dict, visit: Visit | None) -> list[str]:
    unknown = {
        "category": _("unknown category %(written)s"),
        "origin": _("unknown origin %(written)s"),
        "purpose": _("unknown purpose %(written)s"),
    }
    told = [
        known.get(_known(item.get(name), known)) or unknown[name] % {"written": _quoted(item.get(name))}
        for name, known in words.items()
    ]
    told.insert(1, _people(item.get("persons")))
    number = _whole(item.get("number"), most=LARGEST_NUMBER)
    if number:
        told.append(_("number %(number)s on the tablet") % {"number": number})
    if visit:
        told.append(_("already recorded under this key: %(visit)s") % {"visit": _name_of(visit)})
    return told


def _leaving(item: dict, words: dict, visit: Visit | None) -> list[str]:
    return [_("everyone") if item.get("persons") is None else _people(item.get("persons")), *_about(visit)]


def _taking_back(item: dict, words: dict, visit: Visit | None) -> list[str]:
    return _about(visit)


def _nothing(item: dict, words: dict, visit: Visit | None) -> list[str]:
    return [_("What it says cannot be read.")]


def _about(visit: Visit | None) -> list[str]:
    return [_name_of(visit) if visit else _("its visit has not arrived yet")]


def _name_of(visit: Visit) -> str:
    came = date_format(timezone.localtime(visit.arrived_at), "SHORT_DATETIME_FORMAT")
    told = {"number": visit.number, "category": visit.category.text, "people": _people(visit.persons), "time": came}
    if visit.number is None:
        return _("%(category)s, %(people)s, came in %(time)s") % told
    return _("number %(number)s, %(category)s, %(people)s, came in %(time)s") % told


def _people(persons) -> str:
    number = _whole(persons)
    if number is None:
        return _("%(written)s people") % {"written": _quoted(persons)}
    return ngettext("%(count)s person", "%(count)s people", number) % {"count": count(number)}


def _item(held: HeldSubmission) -> dict:
    try:
        item = item_of(held)
    except (ValueError, RecursionError):
        return {}
    return item if isinstance(item, dict) else {}


def _known(code, known: dict[str, str]) -> str:
    return code if isinstance(code, str) and code in known else ""


def _whole(value, *, most: int = 10**9) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= most else None


def _uuid(value) -> UUID | None:
    try:
        return clean_uuid(value)
    except ValidationError:
        return None


def _moment(value, site: Site) -> datetime | None:
    """In the site's zone; the ends of the calendar have no local time."""
    try:
        return clean_moment(value).astimezone(site.zone)
    except (ValidationError, OverflowError):
        return None


def _quoted(value) -> str:
    """Something strange as it was written: in ASCII where it could not be printed, and not at length."""
    plain = isinstance(value, str) and value.isprintable()
    written = value if plain else json.dumps(value)
    return f"“{written[:LONGEST_QUOTE]}{'…' if len(written) > LONGEST_QUOTE else ''}”"
