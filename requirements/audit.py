"""Says whether a list of pinned versions names anything with a known vulnerability; `tox -e audit` runs it.

pip-audit asks PyPI. By itself it says "no known vulnerabilities" of versions that PyPI told nothing about,
and exits with 1 for anything else; so its report is read here.
Exit codes: 0 none is known, 1 some are known, 3 not everything could be checked.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

LOCK = Path(__file__).with_name("lock.txt")
ASK = ("-m", "pip_audit", "--no-deps", "--disable-pip", "--progress-spinner=off", "--format=json", "-r")

Json = Any


def main(arguments: Sequence[str]) -> int:
    """Audits `requirements/lock.txt`, or the list that is named; gives the exit code."""
    pinned = Path(arguments[0]) if arguments else LOCK
    ran = subprocess.run([sys.executable, *ASK, str(pinned)], capture_output=True, text=True, check=False)
    try:
        every: list[Mapping[str, Json]] = json.loads(ran.stdout)["dependencies"]
    except json.JSONDecodeError:
        reason = (ran.stderr.strip().splitlines() or ["it said nothing"])[-1]
        print(f"could not check: pip-audit gave no report: {reason}")
        return 3
    return judge(every)


def judge(every: Sequence[Mapping[str, Json]]) -> int:
    """Prints what is known of each package that is not well, and the sum; gives the exit code."""
    found = [(one, flaw) for one in every for flaw in one.get("vulns", ())]
    unknown = [one for one in every if "skip_reason" in one]
    for one, flaw in found:
        mended = ", ".join(flaw["fix_versions"]) or "no version yet"
        print(f"found            {one['name']} {one['version']}: {flaw['id']}, mended in {mended}")
    for one in unknown:
        print(f"could not check  {one['skip_reason']}")
    print(f"{len(every)} packages: {len(found)} known vulnerabilities, {len(unknown)} could not be checked")
    if found:
        return 1
    return 3 if unknown or not every else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
