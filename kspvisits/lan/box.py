"""This box as tablets meet it: its names now, a certificate that fits them, and what follows from both."""

import logging
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Event

from django.utils import timezone

from kspvisits.lan.certificates import authority, fingerprint, keep_current
from kspvisits.lan.doorstep import Answer, Doorstep, answers
from kspvisits.lan.names import HOME, names_of_this_box

logger = logging.getLogger(__name__)


class Box:
    """Its certificates lie in ``folder``; ``also`` are names that the administrator gave it."""

    def __init__(self, folder: Path, *, port: int, also: list[str]):
        self.folder, self.port, self.also = folder, port, also
        self.names = names_of_this_box(also=also)
        self.ca = authority(folder, box=self.names[0])
        self.fingerprint = fingerprint(self.ca)

    def look_around(self, *, at: datetime) -> str:
        """Take the names of the moment and a certificate for them; answers why a new one was made, or nothing."""
        self.names = names_of_this_box(also=self.also)
        return keep_current(self.folder, ca=self.ca, names=self.names, at=at)

    @property
    def homes(self) -> list[str]:
        """``https://192.168.1.20:8443`` and so on: where tablets go, the best one first."""
        reachable = [name for name in self.names if name not in HOME] if self.names[0] not in HOME else HOME
        return [self.origin(name) for name in reachable]

    def origin(self, name: str) -> str:
        return f"https://{name}" if self.port == 443 else f"https://{name}:{self.port}"

    def answers(self) -> dict[str, Answer]:
        """What the doorstep says of this box."""
        certificate = self.ca.cert_pem.bytes()
        return answers(homes=self.homes, fingerprint=self.fingerprint, certificate=certificate)

    def tell_settings(self) -> None:
        """The workers read their settings anew whenever they start."""
        os.environ["KSP_ENV"] = "lan"
        os.environ["ALLOWED_HOSTS"] = ",".join(self.names)
        os.environ["CSRF_TRUSTED_ORIGINS"] = ",".join(map(self.origin, self.names))


def watch(box: Box, doorstep: Doorstep, *, renewed: Callable[[str], None], every: float, ended: Event) -> None:
    """While it serves: a box that is never switched off meets other addresses and the end of its certificate too."""
    while not ended.wait(every):
        try:
            why = box.look_around(at=timezone.now())
        except OSError:
            logger.exception("The certificate could not be looked after.")
            continue
        if why:
            box.tell_settings()
            doorstep.answers, doorstep.homes = box.answers(), box.homes
            renewed(why)
