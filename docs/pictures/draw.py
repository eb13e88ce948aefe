"""Draw the README's pictures: the end of a gate run, and the last chapter of the demo.

    python docs/pictures/draw.py [gate] [demo]

Both are what the command really shows, recorded by rich and written as SVG.
"""

import io
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.rule import Rule
from rich.table import Table

from harness.demo.run import play
from harness.demo.script import CHAPTERS
from harness.gate.run import GateRequest, run_gate

HERE = Path(__file__).parent
SEED = 1
WIDTH = 100


class FromHere(Console):
    """A console that keeps only what follows the heading of the last chapter, or the table of results."""

    def print(self, *objects: Any, **style: Any) -> None:  # noqa: ANN401 - as rich declares it
        """Print, and forget what was before when that part begins."""
        first = objects[0] if objects else None
        if isinstance(first, Table) or (isinstance(first, Rule) and first.title == list(CHAPTERS)[-1]):
            self.export_text(clear=True)
        super().print(*objects, **style)


def draw(name: str, title: str, show: Callable[[Console], int]) -> int:
    """Record what `show` prints into `name`.svg; returns its exit code."""
    console = FromHere(record=True, width=WIDTH, force_terminal=True, file=io.StringIO())
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
    wanted = set(sys.argv[1:]) or {"gate", "demo"}
    codes = [0]
    if "gate" in wanted:
        codes.append(draw("gate", "ordo-flourish gate -n 2", gate))
    if "demo" in wanted:
        codes.append(draw("demo", "ordo-flourish demo", lambda console: play(console, seed=SEED)))
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
