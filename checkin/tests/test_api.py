"""The tablets' API: a code for a token, receipts for items, and an answer in words for everything else."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from checkin.models import Device, HeldSubmission, Visit
from checkin.services.devices import revoke_device
from checkin.services.pairing import new_code, redeem

pytestmark = pytest.mark.django_db


@pytest.fixture
def say(device_and_token):
    """Post something to an address as the tablet; answers the response."""

    def say(name, body, *, token=device_and_token[1], kind="application/json"):
        sent = body if isinstance(body, (bytes, str)) else json.dumps(body)
        headers = {"Authorization": f"Device {token}"} if token else {}
        return Client(raise_request_exception=False).post(reverse(name), sent, content_type=kind, headers=headers)

    return say


@pytest.fixture
def item():
    def item(**said):
        told = {"id": str(uuid4()), "type": "check_in", "at": timezone.now().isoformat(), "category": "MHS"}
        return {**told, "origin": "batam", "purpose": "KERJA", "persons": 1, **said}

    return item


@pytest.fixture
def hand_in(say):
    def hand_in(*items, **said):
        return say("api-submissions", {"sent_at": timezone.now().isoformat(), "items": items, **said})

    return hand_in


def test_a_code_becomes_a_token_and_the_token_hands_in(site, say, item):
    _, letters = new_code(site=site, name="Tablet depan", at=timezone.now())

    paired = say("api-pair", {"code": letters}, token="").json()

    assert paired["site"] == "ksp"
    arrived = item()
    answer = say("api-submissions", {"sent_at": arrived["at"], "items": [arrived]}, token=paired["token"])
    assert answer.json() == {"receipts": [{"id": arrived["id"], "outcome": "accepted", "number": 1, "reason": None}]}
    assert Visit.objects.get().device.name == "Tablet depan 2"


def test_a_wrong_code_is_told_by_its_field(site, say):
    answer = say("api-pair", {"code": "AAAAAAAA"}, token="")

    assert (answer.status_code, answer.json()["field"]) == (400, "code")


def test_a_browser_hands_in_with_its_cookie(kiosk, item):
    body = {"sent_at": timezone.now().isoformat(), "items": [item()]}

    answer = kiosk.post(reverse("api-submissions"), body, content_type="application/json")

    assert answer.json()["receipts"][0]["outcome"] == "accepted"


def test_the_sign_of_life_answers_what_a_tablet_needs_without_a_connection(site, say, enter, device_and_token):
    enter(persons=3)

    state = say("api-sign-of-life", {"app_version": "abc", "waiting": 2}).json()

    assert state["site"] == {"code": "ksp", "name": "Kepri Smart Province", "timezone": "Asia/Jakarta"}
    assert state["people_inside"] == 3
    assert state["free_places"] is None
    assert len(state["numbers"]) == 7
    assert state["numbers"][0]["last"] - state["numbers"][0]["first"] == 499
    device = Device.objects.get(pk=device_and_token[0].pk)
    assert (device.app_version, device.waiting, device.emptied_at) == ("abc", 2, None)


def test_a_tablet_in_use_never_falls_out_of_trust_because_its_cookie_grew_old(kiosk, device_and_token):
    def live():
        return kiosk.post(reverse("api-sign-of-life"), {"waiting": 0}, content_type="application/json").cookies

    Device.objects.update(last_seen_at=timezone.now() - timedelta(days=1))
    renewed = live()["kiosk"]
    assert (renewed.value, renewed["max-age"], renewed["httponly"]) == (device_and_token[1], 400 * 86_400, True)
    # Once a day: a browser that has just stopped being a kiosk is not to be made one again by a late answer.
    assert "kiosk" not in live()


def test_a_revoked_tablet_has_no_sign_of_life_and_its_items_are_held(device_and_token, say, hand_in, item):
    revoke_device(device=device_and_token[0], at=timezone.now())

    assert say("api-sign-of-life", {"waiting": 0}).status_code == 401
    receipt = hand_in(item()).json()["receipts"][0]
    assert (receipt["outcome"], receipt["reason"]) == ("held", "revoked")
    assert not Visit.objects.exists()
    assert HeldSubmission.objects.get().reason == "revoked"


def test_one_bad_item_delays_none_of_the_others(hand_in, item):
    items = [item() for _ in range(99)]
    items.insert(40, item(category="ZZZ"))

    receipts = hand_in(*items).json()["receipts"]

    assert [receipt["id"] for receipt in receipts] == [one["id"] for one in items]
    assert [receipt["outcome"] for receipt in receipts].count("accepted") == 99
    assert receipts[40]["reason"] == "unknown_word"


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("", "application/json", 400),
        ("[]", "application/json", 400),
        (b'{"sent_at": "\xff"}', "application/json", 400),
        ('{"a":' * 100_000, "application/json", 400),
        ("{}", "text/plain", 415),
        ('{"sent_at": "x"}', "application/json; charset=utf-16", 415),
        ('{"items": "' + "x" * 1_100_000 + '"}', "application/json", 413),
    ],
)
def test_what_is_no_json_object_in_utf_8_is_refused_in_words(say, body, kind, status):
    answer = say("api-submissions", body, kind=kind)

    assert answer.status_code == status


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"sent_at": None}, "sent_at"),
        ({"sent_at": 5}, "sent_at"),
        ({"sent_at": "2026-02-30T09:00:00+07:00"}, "sent_at"),
        ({"sent_at": "2026-02-20T09:00:00"}, "sent_at"),
        ({"items": {}}, "items"),
        ({"items": None}, "items"),
        ({"app_version": "x" * 41}, "app_version"),
        ({"app_version": "a\x00b"}, "app_version"),
        ({"app_version": ["x"]}, "app_version"),
    ],
)
def test_a_wrong_envelope_is_told_by_its_field(say, said, field):
    answer = say("api-submissions", {"sent_at": timezone.now().isoformat(), "items": [], **said})

    assert (answer.status_code, answer.json()["field"]) == (400, field)


def test_too_many_items_are_told_the_limit(hand_in):
    answer = hand_in(*[{}] * 501)

    assert (answer.status_code, answer.json()["field"]) == (413, "items")
    assert "500" in answer.json()["error"]


@pytest.mark.parametrize("token", ["", "nobody's", "\u00e9", "a b"])
def test_a_stranger_is_told_to_pair(say, token):
    assert say("api-submissions", {"sent_at": timezone.now().isoformat(), "items": []}, token=token).status_code == 401


def test_a_token_in_the_address_opens_nothing(device_and_token):
    answer = Client().post(f"{reverse('api-submissions')}?token={device_and_token[1]}", {}, "application/json")

    assert answer.status_code == 401


@pytest.mark.parametrize("name", ["desk-home", "reports", "api-year"])
def test_staff_pages_refuse_whoever_shows_a_tablets_token(desk, device_and_token, name):
    url = reverse(name, args=["ksp", 2019] if name == "api-year" else [])

    assert desk.get(url, headers={"Authorization": f"Device {device_and_token[1]}"}).status_code == 403


def test_times_are_moved_by_the_error_of_the_tablets_clock(say, item):
    Device.objects.update(paired_at=timezone.now() - timedelta(days=1))
    ahead = timedelta(days=365)
    sent_at = timezone.now() + ahead
    one = item(at=(sent_at - timedelta(minutes=30)).isoformat())

    say("api-submissions", {"sent_at": sent_at.isoformat(), "items": [one]})

    visit = Visit.objects.get()
    assert abs(visit.arrived_at - (timezone.now() - timedelta(minutes=30))) < timedelta(minutes=1)
    assert visit.clock_flag == "corrected"


def test_a_busy_database_is_told_as_such_and_nothing_is_forgotten(hand_in, item, monkeypatch):
    def locked(**said):
        raise OperationalError("database is locked")

    monkeypatch.setattr("checkin.api.receive", locked)

    assert hand_in(item()).status_code == 503


def test_a_tablet_paired_anew_elsewhere_loses_nothing_of_what_it_still_has(site, device_and_token, say, item):
    device, old = device_and_token
    redeem(typed=new_code(site=site, name="T", device=device, at=timezone.now())[1], at=timezone.now())

    answer = say("api-submissions", {"sent_at": timezone.now().isoformat(), "items": [item()]}, token=old)

    assert [receipt["reason"] for receipt in answer.json()["receipts"]] == ["revoked"]
    assert say("api-sign-of-life", {"waiting": 0}, token=old).status_code == 401


def test_a_tablet_that_is_no_longer_trusted_fills_no_disk(device_and_token, hand_in, item, monkeypatch):
    monkeypatch.setattr("checkin.services.holding.MOST_OF_THE_REVOKED", 3)
    revoke_device(device=device_and_token[0], at=timezone.now())

    assert [hand_in(*[item() for _ in range(3)]).status_code for _ in range(2)] == [200, 413]


def test_a_name_that_stands_twice_is_never_read_as_one_of_the_two(say, item):
    one = json.dumps(item()).replace('"persons": 1', '"persons": 2, "persons": 1')
    body = f'{{"sent_at": "{timezone.now().isoformat()}", "items": [{one}]'

    assert say("api-submissions", body + "}").json()["receipts"][0]["outcome"] == "held"
    assert say("api-submissions", body + ', "items": []}').status_code == 400


DEPTHS = [30, 300, 800]


def nested(body: dict, depth: int) -> str:
    return json.dumps(body).replace('"HERE"', "[" * depth + "]" * depth)


@pytest.mark.parametrize("depth", DEPTHS)
def test_one_item_that_nests_too_deep_is_held_and_delays_none_of_the_others(say, item, depth):
    deep, good = item(x="HERE"), item()
    body = nested({"sent_at": timezone.now().isoformat(), "items": [deep, good, "HERE"]}, depth)

    first, again = (say("api-submissions", body) for _ in range(2))

    told = [(receipt["id"], receipt["outcome"], receipt["reason"]) for receipt in first.json()["receipts"]]
    assert told == [(deep["id"], "held", "unreadable"), (good["id"], "accepted", None), ("", "held", "unreadable")]
    assert [receipt["outcome"] for receipt in again.json()["receipts"]] == ["held", "duplicate", "held"]
    kept = HeldSubmission.objects.get(submission=deep["id"])
    assert json.loads(json.loads(kept.payload)["too_deep"])["category"] == "MHS"
    assert (HeldSubmission.objects.count(), Visit.objects.count()) == (2, 1)


@pytest.mark.parametrize("depth", [*DEPTHS, 900, 930, 950, 970, 990])
def test_however_deep_an_item_nests_the_answer_is_in_words(say, item, depth):
    answer = say("api-submissions", nested({"sent_at": timezone.now().isoformat(), "items": [item(x="HERE")]}, depth))

    assert answer.status_code == 200 or (answer.status_code == 400 and not HeldSubmission.objects.exists())
    assert not Visit.objects.exists()


@pytest.mark.parametrize("field", ["sent_at", "app_version", "mood"])
@pytest.mark.parametrize("depth", DEPTHS)
def test_an_envelope_that_nests_too_deep_is_told_by_its_field(say, item, field, depth):
    body = {"sent_at": timezone.now().isoformat(), "items": [item()], field: "HERE"}

    answer = say("api-submissions", nested(body, depth))

    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert not Visit.objects.exists()


def test_a_receipt_names_the_id_in_full(hand_in, item):
    assert hand_in(item(id="x" * 80)).json()["receipts"][0]["id"] == "x" * 80


@pytest.mark.parametrize("place", ["cross-site", "same-site", "none"])
def test_a_page_of_another_house_does_not_hand_in_with_our_cookie(kiosk, place):
    body = {"sent_at": timezone.now().isoformat(), "items": []}

    answer = kiosk.post(reverse("api-submissions"), body, "application/json", headers={"Sec-Fetch-Site": place})

    assert answer.status_code == 401
