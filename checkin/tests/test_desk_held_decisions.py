"""The desk decides about what a tablet could not record, and the decision stays to be seen."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from checkin.models import Departure, Visit, VisitorCategory
from checkin.services.devices import open_kiosk, revoke_device
from checkin.services.holding import hold
from checkin.services.visits import void
from checkin.tests.conftest import WORDS
from checkin.tests.pages import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def amend(decide, site):
    """Record an entry with changes; what is not said is as it usually is."""

    def amend(held, **said):
        at = timezone.now().astimezone(site.zone)
        return decide(held, "amend", **{"day": f"{at:%Y-%m-%d}", "time": f"{at:%H:%M}", **WORDS, **said})

    return amend


def page(desk, held) -> str:
    return page_of(desk, "desk-held-entry", held=held.pk)


def settled(held) -> tuple:
    held.refresh_from_db()
    return held.outcome, held.settled_by and held.settled_by.username, held.note


def test_an_entry_of_a_revoked_tablet_is_recorded_as_it_came(decide, hand_in, tablet):
    revoke_device(device=tablet, at=timezone.now())
    held = hand_in()

    shown = decide(held, "accept").content.decode()

    visit = Visit.objects.get()
    assert (visit.persons, visit.category.code, visit.device) == (3, "MHS", tablet)
    assert "Tercatat dengan nomor 1." in shown
    assert settled(held) == ("accepted", "petugas", "")


def test_an_unknown_word_is_replaced_and_nothing_else_is_changed(desk, amend, hand_in):
    held = hand_in(category="XXX")
    assert 'value="accept"' not in page(desk, held)

    shown = amend(held, category="KOM").content.decode()

    visit = Visit.objects.get()
    assert (visit.category.code, visit.origin.slug, visit.persons) == ("KOM", "batam", 3)
    assert str(visit.submission) == held.submission
    assert "Tercatat dengan nomor 1." in shown
    assert settled(held) == ("amended", "petugas", "")


def test_a_time_that_nobody_changed_is_kept_to_the_second(desk, amend, hand_in):
    held = hand_in(category="XXX")
    form = desk.get(reverse("desk-held-entry", args=["ksp", held.pk])).context["amending"]
    shown = {"day": form["day"].value(), "time": f"{form['time'].value():%H:%M}"}

    amend(held, **shown)

    assert Visit.objects.get().arrived_at == form.told.at


def test_a_wrong_clocks_time_is_given_by_the_desk(amend, hand_in, site):
    held = hand_in(at="1970-01-01T00:00:00+07:00")
    at = (timezone.now() - timedelta(hours=3)).astimezone(site.zone).replace(second=0, microsecond=0)

    amend(held, day=f"{at:%d/%m/%Y}", time=f"{at:%H.%M}")

    assert Visit.objects.get().arrived_at == at


def test_something_unreadable_is_recorded_from_what_the_desk_knows(amend, tablet, officer):
    now = timezone.now()
    item = {"type": "besuch", "number": "sieben", "persons": "drei"}
    held = hold(device=tablet, item=item, about=None, reason="unreadable", sent_at=now, received_at=now)

    amend(held, persons="4")

    assert Visit.objects.get().persons == 4
    assert settled(held)[0] == "amended"


def test_a_departure_is_amended_to_some_or_to_everyone(decide, hand_in, tablet, enter):
    now = timezone.now()
    visit = enter(persons=5, device=tablet, at=now - timedelta(minutes=20))
    at = now.astimezone(tablet.site.zone)
    for persons, left in (("2", 3), ("", 0)):
        held = hand_in("check_out", visit=str(visit.submission), at="1970-01-01T00:00:00Z")

        decide(held, "amend", day=f"{at:%Y-%m-%d}", time=f"{at:%H:%M}", persons=persons)

        visit.refresh_from_db()
        assert visit.persons_inside == left
    assert Departure.objects.count() == 2


def test_a_departure_without_its_visit_is_refused_until_the_visit_is_there(desk, decide, hand_in, tablet, enter):
    held = hand_in("check_out", visit=str(uuid4()))
    shown = page(desk, held)
    assert "Begitu kunjungannya sampai, catatan ini tercatat dengan sendirinya." in shown
    assert 'value="accept"' not in shown

    refused = decide(held, "accept")

    assert refused.status_code == 409
    assert "Belum dapat dicatat: Kunjungan yang dimaksud belum sampai." in refused.content.decode()
    assert settled(held)[0] == ""

    enter(submission=held.about, device=tablet, at=timezone.now() - timedelta(minutes=20))
    assert 'value="accept"' in page(desk, held)
    decide(held, "accept")

    assert Visit.objects.people_inside() == 0
    assert settled(held)[0] == "accepted"


def test_what_settled_itself_when_its_visit_came_says_so(desk, hand_in, tablet):
    held = hand_in("check_out", visit=str(uuid4()))

    hand_in(id=str(held.about))

    assert settled(held)[:2] == ("accepted", None)
    assert "dengan sendirinya" in page(desk, held)


def test_an_undo_that_came_too_late_leads_to_its_visit_and_is_accepted_once_that_is_cancelled(
    desk, decide, hand_in, tablet, enter
):
    visit = enter(device=tablet, at=timezone.now() - timedelta(hours=1))
    held = hand_in("undo", visit=str(visit.submission))

    assert reverse("desk-void", args=["ksp", visit.pk]) in page(desk, held)
    void(visit=visit, reason="mistap", at=timezone.now())
    decide(held, "accept")

    assert settled(held)[0] == "accepted"


def test_the_same_key_with_other_content_is_recorded_beside_the_first(desk, decide, hand_in, tablet, enter):
    first = enter(device=tablet, category=VisitorCategory.objects.get(code="UMM"))
    held = hand_in(id=str(first.submission))

    assert "sudah tercatat dengan kunci ini: nomor 1, Masyarakat umum" in page(desk, held)
    decide(held, "accept")

    assert sorted(Visit.objects.values_list("category__code", "persons")) == [("MHS", 3), ("UMM", 1)]


def test_an_entry_is_discarded_with_a_reason_that_stays_to_be_seen(desk, decide, hand_in):
    held = hand_in(category="XXX")

    shown = decide(held, "discard", note="  Coba-coba   petugas ").content.decode()

    assert settled(held) == ("discarded", "petugas", "Coba-coba petugas")
    assert Visit.objects.count() == 0
    assert "Dibuang: Coba-coba petugas" in shown
    assert "</time>, petugas" in shown
    assert 'name="decision"' not in page(desk, held)


@pytest.mark.parametrize("note", ["", "  ", "\u200b", "a\x00b", "x" * 201, "NIK 2172010101010001"])
def test_nothing_is_discarded_without_a_reason_that_is_one(decide, hand_in, note):
    held = hand_in(category="XXX")

    assert decide(held, "discard", note=note).status_code == 400
    assert settled(held)[0] == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("day", ""),
        ("day", "30/02/2026"),
        ("day", "0001-01-01"),
        ("day", "1999-12-31"),
        ("day", "9999-12-31"),
        ("day", "x" * 100_000),
        ("time", ""),
        ("time", "25:00"),
        ("time", "a\x00b"),
        ("category", "XXX"),
        ("category", "M\x00S"),
        ("origin", ""),
        ("purpose", "'; --"),
        ("persons", "0"),
        ("persons", "201"),
        ("persons", "1e3"),
        ("persons", "9" * 5000),
    ],
)
def test_changes_that_are_none_are_refused_naming_the_field(amend, hand_in, field, value):
    held = hand_in(category="XXX")

    answer = amend(held, **{field: value})

    assert answer.status_code == 400
    assert field in answer.context["amending"].errors
    assert (settled(held)[0], Visit.objects.count()) == ("", 0)


def test_a_day_reported_as_a_sum_is_refused_by_name(amend, hand_in, history):
    held = hand_in(category="XXX")
    history.historical_totals.create(
        first_day=timezone.now().date() - timedelta(days=9),
        last_day=timezone.now().date() - timedelta(days=5),
        visits=9,
    )
    day = timezone.now().date() - timedelta(days=7)

    answer = amend(held, day=f"{day}")

    assert answer.status_code == 400
    assert "Sudah ada rekap lama untuk hari itu" in answer.content.decode()


def test_the_second_of_two_desks_is_told_that_it_is_settled_and_changes_nothing(desk, decide, amend, hand_in, tablet):
    revoke_device(device=tablet, at=timezone.now())
    held = hand_in()
    decide(held, "accept")

    answers = [decide(held, "accept"), amend(held, persons="9"), decide(held, "discard", note="tidak perlu")]

    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert all("Catatan ini sudah diputuskan oleh orang lain." in answer.content.decode() for answer in answers)
    assert list(Visit.objects.values_list("persons", flat=True)) == [3]
    assert settled(held)[0] == "accepted"


@pytest.mark.parametrize("decision", ["", "delete", "accept\x00", "x" * 1000])
def test_a_decision_that_is_none_is_a_mistake_and_settles_nothing(decide, hand_in, decision):
    held = hand_in(category="XXX")

    assert decide(held, decision).status_code == 400
    assert settled(held)[0] == ""


def test_another_sites_entries_are_not_there(desk, decide, other_site):
    now = timezone.now()
    device, __ = open_kiosk(site=other_site, name="Tablet seberang", at=now)
    held = hold(device=device, item={}, about=None, reason="unreadable", sent_at=now, received_at=now)

    assert "Tablet seberang" not in page_of(desk, "desk-held")
    assert "menunggu keputusan Anda" not in page_of(desk)
    assert desk.get(reverse("desk-held-entry", args=["ksp", held.pk])).status_code == 404
    assert decide(held, "discard", note="bukan milik saya").status_code == 404
    assert settled(held)[0] == ""


def test_wrong_methods_are_refused(desk, held):
    assert desk.post(reverse("desk-held", args=["ksp"])).status_code == 405
    assert desk.put(reverse("desk-held-entry", args=["ksp", held.pk])).status_code == 405


def test_nothing_of_it_is_kept_by_a_cache(desk, held):
    for name, args in {"desk-held": {}, "desk-held-entry": {"held": held.pk}}.items():
        assert desk.get(reverse(name, kwargs={"site": "ksp", **args}))["Cache-Control"] == "no-store"
