"""How full a house is, for another program, as SpaceAPI 15 names it."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from checkin.models import Purpose, VisitIdentity
from checkin.tests.lobby import later

pytestmark = pytest.mark.django_db
# What the schema of version 15 requires (https://schema.spaceapi.io/15.json).
REQUIRED = {"api_compatibility", "space", "logo", "url", "contact"}
OF_SPACEAPI = REQUIRED | {"location", "state", "sensors"}


@pytest.fixture
def ask(client, a_long_second):
    def ask(site="ksp", **headers):
        return client.get(reverse("api-occupancy", args=[site]), headers=headers)

    return ask


def test_a_program_is_told_in_the_words_of_the_standard(site, enter, open_all_day, ask):
    site.spaces.filter(code="COW").update(capacity=20)
    enter(space=site.spaces.get(code="COW"), persons=14)

    answer = ask()
    told = answer.json()

    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "public, max-age=1"
    assert told["api_compatibility"] == ["15"]
    assert told["space"] == "Kepri Smart Province"
    assert told["state"] == {"open": True}
    assert told["location"] == {"timezone": "Asia/Jakarta", "country_code": "ID"}
    assert told["url"] == f"http://testserver{reverse('display-lobby', args=['ksp'])}"
    assert told["logo"].startswith("http://testserver/static/icons/mark-512")
    first = told["sensors"]["people_now_present"][0]
    assert first == {"value": 14, "location": "Ruang co‑working", "ext_code": "COW", "ext_capacity": 20}


def test_every_field_is_the_standards_or_says_that_it_is_ours(site, enter, open_all_day, ask):
    enter()
    told = ask().json()

    assert set(told) >= REQUIRED
    assert {name for name in told if not name.startswith("ext_")} == OF_SPACEAPI
    for sensor in told["sensors"]["people_now_present"]:
        assert isinstance(sensor["value"], int)
        assert {name for name in sensor if not name.startswith("ext_")} <= {"value", "location", "name"}


def test_the_sensors_sum_to_everybody_inside(site, enter, ask):
    enter(persons=5, space=site.spaces.get(code="AUL"))
    enter(persons=2, space=None, purpose=Purpose.objects.get(code="LAIN"))

    told = ask().json()

    assert sum(sensor["value"] for sensor in told["sensors"]["people_now_present"]) == 7
    assert told["sensors"]["people_now_present"][-1] == {"value": 2, "name": "Tanpa ruang"}
    assert told["ext_people_inside"] == 7


def test_nobody_is_named(site, enter, ask):
    visit = enter(organisation="SMA Negeri Rahasia")
    VisitIdentity.objects.create(visit=visit, name="Siti", notice_version="1", language="id", keep_until=visit.day)

    text = ask().content.decode()

    assert json.loads(text)["ext_people_inside"] == 1
    assert not [hidden for hidden in ("Siti", "Rahasia", '"names"', str(visit.submission)) if hidden in text]


def test_where_no_hours_are_known_nothing_is_said_of_being_open(site, ask):
    site.opening_hours.all().delete()

    assert "state" not in ask().json()


def test_a_house_that_is_not_there_is_told_in_json(site, ask):
    answer = ask("nowhere")

    assert (answer.status_code, answer.json()) == (404, {"error": "Lokasi itu tidak ada."})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_it_takes_no_other_method(site, client):
    assert client.post(reverse("api-occupancy", args=["ksp"])).status_code == 405


def test_what_is_known_already_is_not_sent_again(site, enter, ask, django_assert_num_queries):
    tag = ask().headers["ETag"]
    with django_assert_num_queries(0):
        assert ask(**{"If-None-Match": tag}).status_code == 304
    later()
    with django_assert_num_queries(1):
        same = ask(**{"If-None-Match": tag})
    assert (same.status_code, same.headers["Access-Control-Allow-Origin"]) == (304, "*")

    enter(at=timezone.now())
    later()

    assert ask(**{"If-None-Match": tag}).status_code == 200


def test_the_callers_own_name_for_us_fills_no_memory(site, client, settings):
    """One memory for every name and port that a caller may call us by, each answered in its own."""
    settings.ALLOWED_HOSTS = ["testserver", "kunjungan.example"]
    address = reverse("api-occupancy", args=["ksp"])

    urls = [client.get(address, headers={"Host": host}).json()["url"] for host in ("testserver:1", "kunjungan.example")]

    assert urls == ["http://testserver:1/display/ksp/", "http://kunjungan.example/display/ksp/"]


def test_only_this_address_is_for_every_page_in_the_world(site, client, ask, open_all_day):
    assert ask().headers["Access-Control-Allow-Origin"] == "*"
    for name, said in (("display-lobby", ["ksp"]), ("display-now", ["ksp"]), ("api-year", ["ksp", 2019])):
        assert "Access-Control-Allow-Origin" not in client.get(reverse(name, args=said)).headers
