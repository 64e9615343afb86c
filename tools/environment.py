"""Make ``.venv`` and install into it what a requirements file lists, unless that is done already.

``python tools/environment.py requirements-dev.txt``. Standard library only: this runs before anything is installed.
"""

import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
OLDEST = (3, 10)


def install(requirements: str) -> None:
    """Leave ``.venv`` holding the file's packages; a second call with the same file does nothing."""
    wanted = digest(ROOT / requirements)
    stamp = VENV / f"{requirements}.installed"
    if not works():
        create()
    elif stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"Installing {requirements} into .venv; the first time takes a minute.", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "-r", requirements]
    if subprocess.call(pip, cwd=ROOT):
        sys.exit(f"Installing {requirements} failed; the lines above say why. Is the package index within reach?")
    stamp.write_text(wanted)


def digest(requirements: Path) -> str:
    """A fingerprint of the file and of the files it names with ``-r``."""
    text = requirements.read_text()
    named = [line.split()[1] for line in text.splitlines() if line.startswith("-r ")]
    return hashlib.sha256("".join([text, *[digest(requirements.parent / name) for name in named]]).encode()).hexdigest()


def works() -> bool:
    """Whether ``.venv`` holds a Python that runs, is new enough and has pip."""
    question = f"import pip, sys; sys.exit(sys.version_info < {OLDEST})"
    return PYTHON.exists() and subprocess.call([str(PYTHON), "-c", question], stderr=subprocess.DEVNULL) == 0


def create() -> None:
    if sys.version_info < OLDEST:
        sys.exit(f"KSP Visits needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}.")
    if not all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        sys.exit(f"This Python cannot make virtual environments. On Debian and Ubuntu: sudo apt-get install {package}")
    print(f"Making .venv with Python {sys.version.split()[0]}.", flush=True)
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        sys.exit("Making .venv failed; the lines above say why.")


if __name__ == "__main__":
    install(*sys.argv[1:])
