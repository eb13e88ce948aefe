"""Says at the end of a long log what failed in it: `python .ci/what_failed.py RESULT.json`, of tox."""

import json
import sys
from pathlib import Path

LINES = 60


def main(path: Path) -> None:
    """Print the end of what every failed command printed, environment by environment."""
    environments = json.loads(path.read_text(encoding="utf-8"))["testenvs"]
    for name, environment in environments.items():
        for command in (*environment.get("setup", ()), *environment.get("test", ())):
            if command["retcode"] == 0:
                continue
            lines = f"{command['output']}{command['err']}".splitlines()
            words = " ".join(map(str, command["command"]))
            told = [f"\n{name} failed with {command['retcode']}, in: {words}", *lines[-LINES:]]
            sys.stdout.write("\n".join(told) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
