"""Code and templates as the house writes them: ruff and djade, changing nothing."""

import shutil
import subprocess
import sys

from environment import PYTHON, ROOT, install

TEMPLATES = [str(path) for path in sorted((ROOT / "templates").rglob("*.html"))]
COMMANDS = [
    ["ruff", "check", "."],
    ["ruff", "format", "--check", "."],
    ["djade", "--check", "--target-version", "5.2", *TEMPLATES],
]


def main() -> int:
    """Run them all, so that one look shows everything; 1 when any of them found something."""
    install("requirements-dev.txt")
    codes = []
    for command in COMMANDS:
        print(" ".join(command[:4]), flush=True)
        codes.append(subprocess.call([shutil.which(command[0], path=PYTHON.parent), *command[1:]], cwd=ROOT))
    return min(1, sum(map(abs, codes)))


if __name__ == "__main__":
    sys.exit(main())
