"""The command that makes a code for a tablet."""

import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from checkin.errors import PairingRefused
from checkin.models import Device, PairingCode
from checkin.services.pairing import redeem

pytestmark = pytest.mark.django_db
LETTERS = re.compile(r"^([A-Z]{4} [A-Z]{4}) ")


@pytest.fixture
def pair(site, capsys):
    """Run the command; answers what it printed."""

    def pair(**said) -> str:
        call_command("pair_device", **{"site": "ksp", "name": "Tablet depan", **said})
        return capsys.readouterr().out

    return pair


def test_the_code_is_printed_in_two_groups_with_its_tablet_and_its_end(pair, site):
    site.timezone = "Asia/Jayapura"
    site.save()

    said = pair()

    ends = PairingCode.objects.get().expires_at.astimezone(site.zone)
    assert LETTERS.match(said)
    assert "“Tablet depan”" in said
    assert f"sampai pukul {ends:%H.%M} WIT." in said
    assert said.count("\n") == 1


def test_the_printed_code_makes_a_tablet_a_kiosk_of_the_site(pair, site):
    device, token = redeem(typed=LETTERS.match(pair())[1], at=timezone.now())

    assert (device.site, device.name) == (site, "Tablet depan")
    assert Device.objects.trusted().with_token(token).get() == device


def test_after_ten_minutes_the_printed_code_is_worth_nothing(pair):
    letters = LETTERS.match(pair())[1]

    with pytest.raises(PairingRefused):
        redeem(typed=letters, at=timezone.now() + timedelta(minutes=10, seconds=1))


def test_run_again_it_makes_another_code_and_the_first_still_works(pair):
    first, second = (LETTERS.match(pair())[1] for _ in range(2))

    assert first != second
    assert redeem(typed=first, at=timezone.now())


@pytest.mark.parametrize("code", ["lain", "", "KSP'--", "x" * 300])
def test_a_site_that_is_none_is_told_with_those_there_are(pair, code):
    with pytest.raises(CommandError, match="ksp"):
        pair(site=code)

    assert not PairingCode.objects.exists()


@pytest.mark.parametrize("name", ["", "  ", "a\x00b", "x" * 61, "2172010101010001"])
def test_a_name_that_is_none_is_told(pair, name):
    with pytest.raises(CommandError, match="--name"):
        pair(name=name)

    assert not PairingCode.objects.exists()


def test_a_tablet_that_is_paired_again_stays_the_same_tablet(pair):
    device, old = redeem(typed=LETTERS.match(pair())[1], at=timezone.now())

    again, new = redeem(typed=LETTERS.match(pair(again=True))[1], at=timezone.now())

    assert again == device == Device.objects.get()
    assert old != new


def test_a_tablet_that_nobody_knows_cannot_be_paired_again(pair):
    with pytest.raises(CommandError, match="tidak memiliki tablet"):
        pair(again=True)
