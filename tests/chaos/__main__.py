"""The full figures, ``make chaos``: every seed and every broken twin on each database, one line each."""

import argparse
import shutil
import sys
import tempfile
from dataclasses import fields
from pathlib import Path

from tests.chaos.database import Database, PostgreSQL, SQLite
from tests.chaos.drill import CREDULOUS, FORGETFUL, HONEST, KEYLESS, Size, Twin, drill

HOUSE = "house"
TWINS = {"keyless": KEYLESS, "forgetful": FORGETFUL, "credulous": CREDULOUS}


def main() -> int:
    said = arguments()
    size = Size(**{each.name: getattr(said, each.name) for each in fields(Size)})
    runs = [(seed, HONEST) for seed in said.seeds if HOUSE in said.runs]
    runs += [(said.seeds[0], twin) for name, twin in TWINS.items() if name in said.runs]
    wrong = 0
    for name in said.databases:
        for seed, twin in runs:
            folder = Path(tempfile.mkdtemp(prefix="ksp-chaos-"))
            if tried(seed, twin, size, made(name, said.postgresql, folder), folder):
                shutil.rmtree(folder, ignore_errors=True)
            else:
                wrong += 1
                print(f"  its logs and ledgers are kept in {folder}", flush=True)
    return min(1, wrong)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    parser.add_argument("--databases", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite"])
    parser.add_argument("--postgresql", metavar="URL", help="the database to make, use and drop")
    for each in fields(Size):
        parser.add_argument(f"--{each.name.replace('_', '-')}", type=int, default=each.default)
    parser.add_argument("--runs", nargs="+", choices=[HOUSE, *TWINS], default=[HOUSE, *TWINS])
    return parser.parse_args()


def made(name: str, url: str | None, folder: Path) -> Database:
    return PostgreSQL(url) if name == "postgresql" else SQLite(folder)


def tried(seed: int, twin: Twin, size: Size, database: Database, folder: Path) -> bool:
    """One run and its line; a twin that is not caught is as wrong as a house that does not hold."""
    try:
        outcome = drill(seed=seed, size=size, database=database, folder=folder, twin=twin)
    finally:
        database.drop()
    is_right = twin.sees(outcome)
    word = "holds" if twin is HONEST else f"twin, {twin.name}: caught"
    print(f"{database.name} seed {seed} {word if is_right else f'WRONG ({twin.name})'}: {outcome}", flush=True)
    return is_right


if __name__ == "__main__":
    sys.exit(main())
