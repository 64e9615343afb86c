"""The box's own certificate authority and its certificate: made once, kept, and renewed when they no longer fit.

A tablet trusts the authority once; so it is never made anew where it was lost or broken, only where there was none.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization

AUTHORITY, SERVER, PUBLIC = "authority.pem", "server.pem", "kspvisits.crt"
ORGANISATION = "KSP Visits"
# Apple refuses more than 825 days whoever signed; browsers ask 398 of public authorities and may ask it of all.
LIFE = timedelta(days=397)
# A tablet whose clock is some days late must not take a fresh certificate for one of the future.
BACKDATED = timedelta(days=7)
RENEWED_BEFORE_END = timedelta(days=60)


class CertificatesUnreadable(Exception):
    """What is kept cannot be used; making another would leave every tablet without trust, so a person decides."""


def authority(folder: Path, *, box: str) -> trustme.CA:
    """The authority kept in the folder; made only where there is none."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    kept = folder / AUTHORITY
    if not kept.exists():
        made = trustme.CA(path_length=0, organization_name=ORGANISATION, organization_unit_name=box[:64])
        write_secret(kept, made.private_key_pem.bytes() + made.cert_pem.bytes())
    kept.chmod(0o600)
    try:
        certificate_in(kept)
        found = trustme.CA.from_pem(kept.read_bytes(), kept.read_bytes())
    except (OSError, ValueError, TypeError) as error:
        raise CertificatesUnreadable(
            f"{kept} cannot be read. Put a copy of it back. Only if there is none, remove the folder {folder}: "
            "a new authority is made, and every tablet must be told to trust it."
        ) from error
    (folder / PUBLIC).write_bytes(found.cert_pem.bytes())
    return found


def certificate_in(path: Path) -> x509.Certificate:
    """The certificate of a file that also holds its key; ``ValueError`` where they are not a pair."""
    content = path.read_bytes()
    found = x509.load_pem_x509_certificate(content)
    if serialization.load_pem_private_key(content, password=None).public_key() != found.public_key():
        raise ValueError("The key is of another certificate.")
    return found


def certificate_of(ca: trustme.CA) -> x509.Certificate:
    return x509.load_pem_x509_certificate(ca.cert_pem.bytes())


def fingerprint(ca: trustme.CA) -> str:
    """SHA-256 as tablets show it: ``"4F:0A:…"``, 32 pairs."""
    return certificate_of(ca).fingerprint(hashes.SHA256()).hex(":").upper()


def keep_current(folder: Path, *, ca: trustme.CA, names: list[str], at: datetime) -> str:
    """Renew the certificate where it no longer fits; answers why, and nothing where it fits."""
    kept = folder / SERVER
    why = misfit(kept, ca=ca, names=names, at=at)
    if why:
        issued = ca.issue_cert(
            *names,
            organization_name=ORGANISATION,
            organization_unit_name=names[0][:64],
            not_before=at - BACKDATED,
            not_after=at - BACKDATED + LIFE,
        )
        write_secret(kept, issued.private_key_and_cert_chain_pem.bytes())
    kept.chmod(0o600)
    return why


def misfit(kept: Path, *, ca: trustme.CA, names: list[str], at: datetime) -> str:
    """Why the certificate cannot go on serving these names, as the end of a sentence; empty where it can."""
    if not kept.exists():
        return "there was none"
    try:
        found = certificate_in(kept)
        held = names_in(found)
    except (ValueError, TypeError, x509.ExtensionNotFound):
        return "the old one could not be read"
    try:
        found.verify_directly_issued_by(certificate_of(ca))
    except (ValueError, TypeError, InvalidSignature):
        return "another authority had signed the old one"
    if held != set(names):
        return "the names or addresses of this box have changed"
    if not found.not_valid_before_utc <= at <= found.not_valid_after_utc - RENEWED_BEFORE_END:
        return f"the old one ends on {found.not_valid_after_utc:%Y-%m-%d}"
    return ""


def names_in(certificate: x509.Certificate) -> set[str]:
    held = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(name.value) for name in held}


def write_secret(path: Path, content: bytes) -> None:
    """Readable by this account alone from its first byte, and never half written."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
