"""Draw the README's pictures: the end of a gate run, and the last chapters of the demo.

    python docs/pictures/draw.py

Both are what the command really shows, recorded by rich and written as SVG.
"""

import io
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from harness.demo import play
from harness.demo_script import CHAPTERS
from harness.gate import GateRequest, run_gate

HERE = Path(__file__).parent
SEED = 1
WIDTH = 100


def draw(name: str, title: str, show: Callable[[Console], int]) -> int:
    """Record what `show` prints into `name`.svg; returns its exit code."""
    console = Console(record=True, width=WIDTH, force_terminal=True, file=io.StringIO())
    code = show(console)
    svg = console.export_svg(title=title, unique_id=name)
    # The font is the reader's own: the picture loads nothing from elsewhere.
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    (HERE / f"{name}.svg").write_text("\n".join(line.rstrip() for line in svg.splitlines()) + "\n")
    return code


def gate(console: Console) -> int:
    """All features."""
    with tempfile.TemporaryDirectory() as report:
        return int(run_gate(GateRequest(seed=SEED, report=Path(report), workers="2"), console))


def main() -> int:
    """Draw both; 1 when either did not end well, so that no picture of a failure is kept by accident."""
    codes = [
        draw("gate", "ordo-flourish gate -n 2", gate),
        draw("demo", "ordo-flourish demo", lambda console: play(console, seed=SEED, chapters=CHAPTERS)),
    ]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
