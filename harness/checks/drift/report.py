"""Prints what `check-drift` found and its progress; makes the record that `--save` keeps."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.status import Status

from foundation.clock import Deadline, utc_text
from harness.checks.drift.described import Field
from harness.checks.drift.tally import Drift, FieldTally, Verdict

FORMAT = 1
_QUIET_SECONDS = 2.0
_COLOURS = {
    Verdict.CONFORMS: "green",
    Verdict.DRIFTED: "bold red",
    Verdict.ADDED: "yellow",
    Verdict.NOTHING_THERE: "dim",
    Verdict.NOT_CHECKED: "magenta",
}
_OF_MANY = {Verdict.CONFORMS: "conform", Verdict.NOTHING_THERE: "had nothing to show"}


class Progress:
    """Says how far it is, from two seconds on; on a terminal in place, elsewhere in a line now and then."""

    def __init__(self, console: Console, most_requests: int) -> None:
        self._console = console
        self._most = most_requests
        self._next = Deadline(_QUIET_SECONDS)
        self._status = Status("", console=console)

    def __call__(self, done: int, path: str) -> None:
        """Before each request."""
        if not done or not self._next.passed():
            return
        text = f"{done} of at most {self._most} requests, now {path}"
        if self._console.is_terminal:
            self._status.update(escape(text))
            self._status.start()
        else:
            self._next = Deadline(5 * _QUIET_SECONDS)
            self._console.print(text, highlight=False, soft_wrap=True)

    def stop(self) -> None:
        self._status.stop()


def show_drift(drift: Drift, console: Console, *, ignore_additions: bool) -> int:
    """Prints the report; gives the exit code."""
    for file, fields in _by_file(drift).items():
        _show_file(console, file, fields)
    notable = [operation for operation in drift.operations if operation.verdict is not Verdict.CONFORMS]
    if notable:
        console.print()
    for operation in notable:
        _line(console, operation.verdict, f"{operation.title}: {operation.why}")
    console.print()
    console.print(_sum(drift), highlight=False, soft_wrap=True)
    return exit_code(drift, ignore_additions=ignore_additions)


def exit_code(drift: Drift, *, ignore_additions: bool) -> int:
    """1 when something has drifted, else 3 when something could not be asked, else 0."""
    if drift.has(Verdict.DRIFTED) or (drift.has(Verdict.ADDED) and not ignore_additions):
        return 1
    return 3 if any(operation.verdict is Verdict.NOT_CHECKED for operation in drift.operations) else 0


def _by_file(drift: Drift) -> Mapping[str, dict[Field, FieldTally]]:
    files: dict[str, dict[Field, FieldTally]] = {}
    for name, fields in drift.by_schema().items():
        files.setdefault(name.partition(" ")[0], {}).update(fields)
    return files


def _show_file(console: Console, file: str, fields: Mapping[Field, FieldTally]) -> None:
    verdicts = Counter(tally.verdict for tally in fields.values())
    worst_first = (Verdict.DRIFTED, Verdict.ADDED, Verdict.CONFORMS)
    worst = next((verdict for verdict in worst_first if verdicts[verdict]), Verdict.NOTHING_THERE)
    parts = [f"{verdicts[Verdict.CONFORMS]} fields conform"] if verdicts[Verdict.CONFORMS] else []
    parts += [f"{verdicts[Verdict.DRIFTED]} drifted"] if verdicts[Verdict.DRIFTED] else []
    parts += [f"{verdicts[Verdict.ADDED]} added"] if verdicts[Verdict.ADDED] else []
    if unseen := verdicts[Verdict.NOTHING_THERE]:
        parts.append(f"{unseen} not seen, or only as null")
    _line(console, worst, f"{file}: {', '.join(parts)}")
    for field, tally in fields.items():
        part = field.schema.partition(" ")[2]
        name = " ".join(filter(None, (part, field.path))) or "the whole"
        for how, times in tally.differences.items():
            where = ", ".join(sorted(tally.places))
            colour, found = _COLOURS[tally.verdict], f"{escape(how)} [dim]({times} times, {escape(where)})[/]"
            console.print(f"    [{colour}]{escape(name)}[/]: {found}", highlight=False, soft_wrap=True)


def _sum(drift: Drift) -> str:
    operations = Counter(operation.verdict for operation in drift.operations)
    fields = Counter(tally.verdict for schema in drift.by_schema().values() for tally in schema.values())
    return (
        f"{drift.requests} requests. Operations: {_shares(operations)}.\n"
        f"Fields: {_shares(fields)}; null alone shows nothing."
    )


def _shares(counts: Counter[Verdict]) -> str:
    return ", ".join(
        f"{counts[verdict]} {_OF_MANY.get(verdict, verdict)}" for verdict in Verdict if counts[verdict]
    )


def _line(console: Console, verdict: Verdict, text: str) -> None:
    line = f"[{_COLOURS[verdict]}]{verdict:<15}[/]  {escape(text)}"
    console.print(line, highlight=False, soft_wrap=True)


def record_of(drift: Drift, *, origin: str, made_at: datetime) -> bytes:
    """The record as JSON: what was asked and found, without a value of the answers."""
    whole = {
        "format": FORMAT,
        "made_at": utc_text(made_at.replace(microsecond=0)),
        "flourish": origin,
        "requests": drift.requests,
        "operations": [
            {
                "operation": operation.title,
                "verdict": operation.verdict,
                "why": operation.why,
                "calls": len(operation.found),
            }
            for operation in drift.operations
        ],
        "schemas": {
            name: {field.path: _recorded(tally) for field, tally in fields.items()}
            for name, fields in drift.by_schema().items()
        },
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"


def _recorded(tally: FieldTally) -> dict[str, object]:
    found: dict[str, object] = {"verdict": tally.verdict, "seen": tally.times, "null": tally.nulls}
    if tally.differences:
        found |= {"differs": dict(tally.differences), "in": sorted(tally.places)}
    return found
