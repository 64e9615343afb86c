"""A tablet trusts the authority once and then every certificate of this box; who does not trust it gets nothing."""

import hashlib
import ssl
from datetime import timedelta

import pytest
from cryptography import x509
from django.utils import timezone

from kspvisits.lan import certificates
from kspvisits.lan.certificates import AUTHORITY, PUBLIC, SERVER, CertificatesUnreadable, authority, keep_current

NAMES = ["192.168.1.20", "kios.local", "kios", "127.0.0.1", "localhost"]
NOW = timezone.now()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "tls"


def certified(folder, *, names=NAMES, at=NOW) -> tuple[bytes, str]:
    """What a start does; answers the authority's certificate and why another was made for the box."""
    ca = authority(folder, box="kios")
    return ca.cert_pem.bytes(), keep_current(folder, ca=ca, names=names, at=at)


def held(folder) -> x509.Certificate:
    return x509.load_pem_x509_certificate((folder / SERVER).read_bytes())


def shake_hands(folder, name: str, *, trusted: bytes | None) -> None:
    """TLS between the box and a tablet that asks for ``name``, without a network."""
    box = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    box.load_cert_chain(folder / SERVER)
    tablet = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if trusted:
        tablet.load_verify_locations(cadata=trusted.decode())
    to_box, to_tablet = ssl.MemoryBIO(), ssl.MemoryBIO()
    ours = tablet.wrap_bio(to_tablet, to_box, server_hostname=name)
    sides = [ours, box.wrap_bio(to_box, to_tablet, server_side=True)]
    for side in sides * 3:
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue
    assert ours.getpeercert()


@pytest.mark.parametrize("name", NAMES)
def test_a_tablet_that_trusts_the_authority_reaches_the_box_by_every_name_and_address(folder, name):
    trusted, _why = certified(folder)

    shake_hands(folder, name, trusted=trusted)


def test_a_tablet_that_does_not_trust_it_refuses(folder):
    certified(folder)

    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(folder, "kios.local", trusted=None)


def test_a_tablet_that_trusts_another_box_refuses(folder, tmp_path):
    certified(folder)
    other, _why = certified(tmp_path / "other")

    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(folder, "kios.local", trusted=other)


@pytest.mark.parametrize("name", ["192.168.1.21", "kantor.local"])
def test_a_name_or_address_that_is_not_this_box_is_refused(folder, name):
    trusted, _why = certified(folder)

    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(folder, name, trusted=trusted)


def test_the_second_start_keeps_both(folder):
    first, why = certified(folder)
    serial = held(folder).serial_number

    again, why_again = certified(folder, at=NOW + timedelta(days=100))

    assert (why, why_again) == ("there was none", "")
    assert again == first
    assert held(folder).serial_number == serial


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"names": ["192.168.1.99", *NAMES[1:]]}, "the names or addresses of this box have changed"),
        ({"names": NAMES[1:]}, "the names or addresses of this box have changed"),
        ({"at": NOW + timedelta(days=397)}, "the old one ends on"),
        ({"at": NOW + timedelta(days=340)}, "the old one ends on"),
        ({"at": NOW - timedelta(days=300)}, "the old one ends on"),
    ],
)
def test_a_certificate_that_no_longer_fits_is_renewed_under_the_same_authority(folder, change, why):
    trusted, _why = certified(folder)
    serial = held(folder).serial_number

    same, said = certified(folder, **change)

    assert said.startswith(why)
    assert same == trusted
    assert held(folder).serial_number != serial
    assert certified(folder, **change)[1] == ""


@pytest.mark.parametrize("content", [b"", b"not a certificate"])
def test_a_broken_certificate_is_made_again(folder, content):
    certified(folder)
    (folder / SERVER).write_bytes(content)

    trusted, why = certified(folder)

    assert why == "the old one could not be read"
    shake_hands(folder, "kios.local", trusted=trusted)


def test_a_certificate_of_another_authority_is_made_again(folder, tmp_path):
    certified(folder)
    certified(tmp_path / "other")
    (folder / SERVER).write_bytes((tmp_path / "other" / SERVER).read_bytes())

    assert certified(folder)[1] == "another authority had signed the old one"


def test_a_broken_authority_is_never_replaced_in_silence(folder, tmp_path):
    certified(folder)
    certified(tmp_path / "other")
    key, mark, _certificate = (folder / AUTHORITY).read_bytes().partition(b"-----BEGIN CERTIFICATE-----")
    _key, _mark, foreign = (tmp_path / "other" / AUTHORITY).read_bytes().partition(mark)
    for content in (b"", key, key + mark + foreign):
        (folder / AUTHORITY).write_bytes(content)

        with pytest.raises(CertificatesUnreadable, match="cannot be read"):
            certified(folder)
        assert (folder / AUTHORITY).read_bytes() == content


def test_what_is_secret_is_readable_by_this_account_alone_and_stays_so(folder):
    certified(folder)
    for path in (folder, folder / AUTHORITY, folder / SERVER):
        path.chmod(0o755)

    certified(folder)

    assert (folder.stat().st_mode & 0o777) == 0o700
    assert {path.name: path.stat().st_mode & 0o077 for path in folder.glob("*.pem")} == {AUTHORITY: 0, SERVER: 0}
    assert b"PRIVATE" not in (folder / PUBLIC).read_bytes()


def test_browsers_accept_its_length_and_its_purpose(folder):
    certified(folder)
    found = held(folder)
    purposes = found.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value

    assert found.not_valid_after_utc - found.not_valid_before_utc <= timedelta(days=398)
    assert found.not_valid_before_utc < NOW - timedelta(days=6)
    assert x509.ExtendedKeyUsageOID.SERVER_AUTH in purposes


def test_the_authority_signs_no_other_authority(folder):
    ca = certificates.certificate_of(authority(folder, box="kios"))
    rights = ca.extensions.get_extension_for_class(x509.BasicConstraints).value

    assert (rights.ca, rights.path_length) == (True, 0)


def test_the_fingerprint_is_written_as_tablets_write_it(folder):
    ca = authority(folder, box="kios")
    digest = ssl.PEM_cert_to_DER_cert(ca.cert_pem.bytes().decode())

    shown = certificates.fingerprint(ca)

    assert shown.replace(":", "").lower() == hashlib.sha256(digest).hexdigest()
    assert len(shown.split(":")) == 32
