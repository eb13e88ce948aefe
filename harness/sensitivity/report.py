"""The score: N of M fields, the table by operation, and the files that keep both."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from msgspec.structs import replace
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from foundation.shapes import decoder
from harness.errors import CouldNotCheckError, WrongUsageError
from harness.sensitivity.fields import Direction, Field, Flow
from harness.sensitivity.unseen import UnseenEntry, no_longer_true, reason_for
from harness.sensitivity.verdicts import AlterationVerdict, FieldVerdict, Outcome
from sim_kernel.faults.alterations import Alteration

MEASURED = Path(__file__).with_name("measured.json")
"""What the run on record found, which docs/generate.py was given; a sample is drawn from it."""
PAGE = "sensitivity.html"
DATA = "sensitivity.json"
MOST_UNSEEN_SHARE = 0.05
_HERE = Path(__file__).parent
_TEMPLATES = Environment(
    loader=FileSystemLoader([_HERE, _HERE.parent / "report" / "templates"]),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class AlterationRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One alteration that was played; who noticed it at which step, and the name of its test for pytest."""

    alteration: Alteration
    outcome: Outcome
    value: Any = None
    test: str = ""
    scenario: str = ""
    step: str = ""
    played: int = 0


class FieldRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A field; `reason` where no gate could notice; `refused` are alterations that break the contract."""

    side: str
    operation: str
    direction: Direction
    place: str
    outcome: Outcome
    alterations: tuple[AlterationRow, ...] = ()
    refused: tuple[str, ...] = ()
    reason: str = ""

    @property
    def field(self) -> Field:
        return Field(Flow(self.side, self.operation, self.direction), self.place)

    @property
    def name(self) -> str:
        return str(self.field)


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """A run's result. `stale` are entries of unseen.toml that are no longer true."""

    seed: int
    seconds: float
    whole: bool
    fields: tuple[FieldRow, ...]
    stale: tuple[str, ...] = ()

    def record(self) -> "Score":
        """The same without what nobody needs again: why fields that are no part of M are none."""
        apart = {Outcome.UNUSED, Outcome.FIXED}
        kept = (
            replace(one, alterations=() if one.outcome in apart else one.alterations, refused=())
            for one in self.fields
        )
        return replace(self, fields=tuple(kept), seconds=0.0)

    def of(self, outcome: Outcome) -> list[FieldRow]:
        """The fields with this outcome."""
        return [one for one in self.fields if one.outcome is outcome]

    @property
    def blind(self) -> list[FieldRow]:
        """The fields that the gate should see and does not."""
        return [one for one in self.of(Outcome.UNSEEN) if not one.reason]

    @property
    def excused(self) -> list[FieldRow]:
        """The fields that no sane gate could see."""
        return [one for one in self.of(Outcome.UNSEEN) if one.reason]

    @property
    def seen(self) -> int:
        return len(self.of(Outcome.SEEN))

    @property
    def counted(self) -> int:
        """M: what the engine uses and the contract leaves open."""
        return self.seen + len(self.of(Outcome.UNSEEN))

    @property
    def refused(self) -> int:
        """Alterations that the contract sees."""
        return sum(len(one.refused) for one in self.fields)

    @property
    def too_many_excused(self) -> bool:
        return len(self.excused) > MOST_UNSEEN_SHARE * self.counted

    @property
    def fails(self) -> bool:
        """Whether the run ends with 1; a part of the fields says nothing about the list of the unseen."""
        return bool(self.blind) or (self.whole and (bool(self.stale) or self.too_many_excused))

    @property
    def sentence(self) -> str:
        return f"the gate sees {self.seen} of {self.counted} fields"


def score_of(
    verdicts: Sequence[FieldVerdict],
    unseen: Sequence[UnseenEntry],
    *,
    seconds: float,
    seed: int,
    whole: bool,
) -> Score:
    rows = tuple(_row(one, unseen) for one in verdicts)
    known = {one.name: one.outcome is Outcome.UNSEEN for one in rows}
    return Score(
        seed=seed,
        seconds=round(seconds, 1),
        whole=whole,
        fields=rows,
        stale=tuple(no_longer_true(unseen, known)),
    )


def _row(verdict: FieldVerdict, unseen: Sequence[UnseenEntry]) -> FieldRow:
    field = verdict.field
    return FieldRow(
        side=field.flow.side,
        operation=field.flow.operation,
        direction=field.flow.direction,
        place=field.place,
        outcome=verdict.outcome,
        alterations=tuple(map(_alteration, verdict.tried)),
        refused=tuple(one.value for one in verdict.planned.refused),
        reason=reason_for(str(field), unseen) if verdict.outcome is Outcome.UNSEEN else "",
    )


def _alteration(tried: AlterationVerdict) -> AlterationRow:
    return AlterationRow(
        alteration=tried.alteration.alteration,
        outcome=tried.outcome,
        value=tried.alteration.value,
        test=tried.test,
        scenario=tried.scenario,
        step=tried.step,
        played=tried.played,
    )


def as_json(score: Score) -> bytes:
    """A row a line, so that a change of one is one in a diff."""
    head, _, rows = msgspec.json.encode(score).partition(b'"fields":[')
    return head + b'"fields":[\n' + rows.replace(b'},{"side"', b'},\n{"side"') + b"\n"


def write_score(folder: Path, score: Score) -> None:
    """Both files, into the report's folder.

    Raises:
        CouldNotCheckError: they cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / DATA).write_bytes(as_json(score))
        page = _TEMPLATES.get_template("sensitivity.html").render(score=score, flows=by_flow(score))
        (folder / PAGE).write_text(page, encoding="utf-8")
    except OSError as problem:
        raise CouldNotCheckError(f"the report cannot be written: {problem}") from problem


def read_score(file: Path) -> Score:
    """A report's data; a folder is one that has it.

    Raises:
        WrongUsageError: there is none, or it is something else.
    """
    file = file / DATA if file.is_dir() else file
    try:
        return decoder(Score)(file.read_bytes())
    except (OSError, msgspec.MsgspecError) as problem:
        raise WrongUsageError(f"{file} is no report of a sensitivity run: {problem}") from problem


def blind_before(file: Path) -> frozenset[str]:
    """The names of the fields that were unseen in an earlier run.

    Raises:
        WrongUsageError: there is no such report.
    """
    return frozenset(one.name for one in read_score(file).of(Outcome.UNSEEN))


def by_flow(score: Score) -> dict[str, list[FieldRow]]:
    """The fields by side, operation and direction."""
    flows: dict[str, list[FieldRow]] = {}
    for one in score.fields:
        flows.setdefault(f"{one.side} {one.operation} {one.direction}", []).append(one)
    return flows


def print_score(console: Console, score: Score, folder: Path) -> None:
    """A row for each flow, then every field that nobody sees, then the sum."""
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("flow")
    for name in ("seen", "unseen", "unused", "fixed"):
        table.add_column(name, justify="right")
    for flow, rows in by_flow(score).items():
        counts = Counter(one.outcome for one in rows)
        shown = [str(counts[one] or "") for one in Outcome]
        table.add_row(escape(flow), *shown)
    console.print(table)
    for row in score.blind:
        tried = ", ".join(one.alteration for one in row.alterations if one.outcome is Outcome.UNSEEN)
        text = f"[bold red]unseen[/]: {escape(row.name)} ({tried})"
        console.print(text, highlight=False, soft_wrap=True)
    for entry in score.stale if score.whole else ():
        text = f"[bold red]no longer true[/] in unseen.toml: {escape(entry)}"
        console.print(text, highlight=False, soft_wrap=True)
    if score.whole and score.too_many_excused:
        console.print("[bold red]too many fields are said to be beyond every gate[/]", highlight=False)
    unused, fixed = len(score.of(Outcome.UNUSED)), len(score.of(Outcome.FIXED))
    beside = f"{unused} are unused by this engine, {fixed} fixed by the contract"
    colour = "red" if score.fails else "green"
    text = f"[bold {colour}]{score.sentence}[/]; {beside}; {len(score.excused)} are beyond any gate"
    console.print(text, highlight=False, soft_wrap=True)
    console.print(f"report: {folder / PAGE}", highlight=False, soft_wrap=True)
