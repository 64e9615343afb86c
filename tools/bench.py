"""Every script of benchmarks/, one after the other: they print ratios, and only ratios of one run compare."""

import subprocess
import sys

from environment import PYTHON, ROOT, install


def main() -> int:
    install("requirements-dev.txt")
    codes = []
    for script in sorted((ROOT / "benchmarks").glob("*.py")):
        if "__main__" in script.read_text(encoding="utf-8"):  # the others are what a benchmark is served by
            print(f"\n{script.name}", flush=True)
            codes.append(subprocess.call([str(PYTHON), "-m", f"benchmarks.{script.stem}"], cwd=ROOT))
    return min(1, sum(map(abs, codes)))


if __name__ == "__main__":
    sys.exit(main())
