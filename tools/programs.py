"""The programs that tests need beside Python: where they are, and the one command that gets the missing ones."""

import os
import shutil
import sys
from pathlib import Path

# Debian's Chromium without a window first: the same engine, half the time.
CHROMIUM = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
CHROMIUM += (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
LIBREOFFICE = ("soffice", "libreoffice")
LIBREOFFICE += (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
# Each manager's command, and what it calls PostgreSQL, Chromium and LibreOffice Calc.
MANAGERS = {
    "apt-get": ("sudo apt-get install", "postgresql", "chromium", "libreoffice-calc"),
    "dnf": ("sudo dnf install", "postgresql-server", "chromium", "libreoffice-calc"),
    "brew": ("brew install", "postgresql@17", "google-chrome", "libreoffice"),
    "winget": ("winget install", "PostgreSQL.PostgreSQL.17", "Google.Chrome", "TheDocumentFoundation.LibreOffice"),
}
NAMES = ("PostgreSQL", "Chromium", "LibreOffice")


def chromium() -> str | None:
    return os.environ.get("CHROMIUM") or first_of(CHROMIUM)


def libreoffice() -> str | None:
    return first_of(LIBREOFFICE)


def first_of(places: tuple[str, ...]) -> str | None:
    """The first that is a command in PATH or a file on the disk."""
    return next(filter(None, (shutil.which(place) for place in places)), None)


def command_for(missing: list[str]) -> str:
    """One line to paste that installs the missing programs on this machine."""
    manager = next(filter(shutil.which, MANAGERS), "winget" if sys.platform == "win32" else "apt-get")
    install, *packages = MANAGERS[manager]
    return " ".join([install, *[package for name, package in zip(NAMES, packages, strict=True) if name in missing]])


def with_programs(environment: dict[str, str]) -> dict[str, str]:
    """The environment in which tests find Chromium and LibreOffice wherever they are."""
    found = dict(environment)
    if chromium():
        found["CHROMIUM"] = chromium()
    if libreoffice():
        found["PATH"] = os.pathsep.join([environment["PATH"], str(Path(libreoffice()).parent)])
    return found
