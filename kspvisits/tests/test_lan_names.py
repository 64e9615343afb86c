"""The names by which tablets find this box, on machines of every kind."""

import pytest

from kspvisits.lan import names
from kspvisits.lan.names import HOME, addresses, host_names, is_host_name, names_of_this_box


@pytest.fixture
def machine(monkeypatch):
    """A machine with these addresses and this name."""

    def machine(*found: str, called: str = "kios"):
        monkeypatch.setattr(names, "_way_out", lambda: iter(found[:1]))
        monkeypatch.setattr(names, "_by_interface", lambda: iter(["127.0.0.1", *found]))
        monkeypatch.setattr(names, "_by_host_name", lambda: iter(["127.0.1.1"]))
        monkeypatch.setattr(names.socket, "gethostname", lambda: called)

    return machine


def test_the_address_that_leads_outside_comes_first(machine):
    machine("192.168.1.20", "172.17.0.1")

    assert names_of_this_box(also=[]) == ["192.168.1.20", "172.17.0.1", "kios.local", "kios", *HOME]


def test_a_name_the_administrator_gave_comes_before_addresses_that_may_change(machine):
    machine("192.168.1.20")

    assert names_of_this_box(also=["kios.ksp.go.id", "192.168.1.20"])[:3] == [
        "kios.ksp.go.id",
        "192.168.1.20",
        "kios.local",
    ]


def test_a_machine_without_a_network_is_reached_from_itself(machine):
    machine()

    assert names_of_this_box(also=[]) == [*HOME, "kios.local", "kios"]


@pytest.mark.parametrize(
    ("called", "known"),
    [
        ("DESKTOP-7", ["desktop-7.local", "desktop-7"]),
        ("kios.kantor.go.id", ["kios.local", "kios.kantor.go.id"]),
        ("kios.local", ["kios.local"]),
        ("localhost", []),
        ("localhost.localdomain", []),
        ("komputer_kios", []),
        ("kios ksp", []),
        ("", []),
        ("a" * 64, []),
    ],
)
def test_a_host_name_counts_where_a_certificate_can_hold_it(called, known):
    assert host_names(called) == known


@pytest.mark.parametrize("text", ["10.0.0.1", "a..b", "-a", "a-", "a,b", "ki\nos", "kios/", "*.local", "ab--cd"])
def test_what_is_no_host_name(text):
    assert not is_host_name(text)


def test_this_machine_s_own_addresses_are_not_its_place_in_the_network():
    assert not [address for address in addresses() if address.startswith("127.")]
