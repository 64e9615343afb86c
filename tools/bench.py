"""Every script of benchmarks/, one after the other: they print ratios, and only ratios of one run compare."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    codes = []
    for script in sorted((ROOT / "benchmarks").glob("*.py")):
        print(f"\n{script.name}", flush=True)
        codes.append(subprocess.call([sys.executable, str(script)], cwd=ROOT))
    return min(1, sum(map(abs, codes)))


if __name__ == "__main__":
    sys.exit(main())
