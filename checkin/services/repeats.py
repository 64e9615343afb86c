"""What is handed in again: the first answer to the same, and no answer to something else under the same submission."""

from checkin.errors import SubmissionConflict
from checkin.models import Departure, Visit


def first_visit(again: Visit, *, name: str) -> Visit | None:
    """The visit that was handed in before under the same submission, if that is what the database refused.

    Raises ``SubmissionConflict`` where that was another.
    """
    first = Visit.objects.select_related("space", "category", "identity").filter(submission=again.submission).first()
    if first is None:
        return None
    same = ("site_id", "category_id", "origin_id", "purpose_id", "persons", "organisation")
    kept = getattr(first, "identity", None)  # gone when the visit was taken back, or its days are over
    is_same = _agree(first, again, same) or _agree(first.history.order_by("pk").first(), again, same)
    if not is_same or (kept and name and kept.name != name):
        raise SubmissionConflict
    first.is_repeat = True
    return first


def first_departure(again: Departure) -> Departure | None:
    """The same for a departure. Raises ``SubmissionConflict``."""
    first = Departure.objects.select_related("visit").filter(submission=again.submission).first()
    if first is None:
        return None
    if (first.visit_id, first.persons) != (again.visit_id, again.persons):
        raise SubmissionConflict
    first.is_repeat = True
    return first


def is_other_content(first: Departure, persons: int | None) -> bool:
    """Whether a departure of so many people, None for everyone, says something else than the ``first`` under its key.

    That the first said fewer than now can be told only where somebody stayed inside after it: else it may have said
    as many, and been recorded as those who were left.
    """
    if persons is not None and persons <= first.persons:
        return persons < first.persons
    ever = (first.visit.persons, *first.visit.history.values_list("persons", flat=True))
    return first.visit.departures.by_people().filter(pk__lte=first.pk).people() < min(ever)


def _agree(first, again: Visit, fields: tuple[str, ...]) -> bool:
    """Whether both say the same; what the desk has corrected since is compared as it was first written."""
    return first is not None and all(getattr(first, field) == getattr(again, field) for field in fields)
