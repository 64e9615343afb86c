"""The full figures of the chaos harness on SQLite and, where one can be reached, on PostgreSQL; arguments go to it.

``python -m tests.chaos --help`` lists them; what was given here comes last and wins.
"""

import subprocess
import sys

import postgres
from environment import PYTHON, ROOT, install


def main(arguments: list[str]) -> int:
    install("requirements-dev.txt")
    with postgres.reach() as url:
        if url is None:
            print("!!! LEFT OUT: PostgreSQL is missing, so nothing was cut or killed on it.")
        also = ["--databases", "sqlite", "postgresql", "--postgresql", f"{url}_chaos"] if url else []
        command = [str(PYTHON), "-u", "-m", "tests.chaos", *also, *arguments]
        return subprocess.call(command, cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
