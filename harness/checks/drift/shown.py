"""Prints what `check-drift` found, schema by schema, and how far it is while it takes long."""

from collections import Counter
from collections.abc import Mapping

from rich.console import Console
from rich.markup import escape
from rich.status import Status

from foundation.clock import Deadline
from harness.checks.drift.described import Field
from harness.checks.drift.tally import Drift, FieldTally, Verdict

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
        """Take it off the screen."""
        self._status.stop()


def show_drift(drift: Drift, console: Console, *, ignore_additions: bool) -> int:
    """Prints the report; gives the exit code."""
    for file, fields in _by_file(drift).items():
        _show_file(console, file, fields)
    not_well = [one for one in drift.operations if one.verdict is not Verdict.CONFORMS]
    if not_well:
        console.print()
    for one in not_well:
        _line(console, one.verdict, f"{one.title}: {one.why}")
    console.print()
    console.print(_sum(drift), highlight=False, soft_wrap=True)
    return exit_code(drift, ignore_additions=ignore_additions)


def exit_code(drift: Drift, *, ignore_additions: bool) -> int:
    """1 when something has drifted, else 3 when something could not be asked, else 0."""
    if drift.has(Verdict.DRIFTED) or (drift.has(Verdict.ADDED) and not ignore_additions):
        return 1
    return 3 if any(one.verdict is Verdict.NOT_CHECKED for one in drift.operations) else 0


def _by_file(drift: Drift) -> Mapping[str, dict[Field, FieldTally]]:
    files: dict[str, dict[Field, FieldTally]] = {}
    for name, fields in drift.by_schema().items():
        files.setdefault(name.partition(" ")[0], {}).update(fields)
    return files


def _show_file(console: Console, file: str, fields: Mapping[Field, FieldTally]) -> None:
    verdicts = Counter(one.verdict for one in fields.values())
    worst = next(
        (one for one in (Verdict.DRIFTED, Verdict.ADDED, Verdict.CONFORMS) if verdicts[one]),
        Verdict.NOTHING_THERE,
    )
    parts = [f"{verdicts[Verdict.CONFORMS]} fields conform"] if verdicts[Verdict.CONFORMS] else []
    parts += [f"{verdicts[Verdict.DRIFTED]} drifted"] if verdicts[Verdict.DRIFTED] else []
    parts += [f"{verdicts[Verdict.ADDED]} added"] if verdicts[Verdict.ADDED] else []
    if unseen := verdicts[Verdict.NOTHING_THERE]:
        parts.append(f"{unseen} not seen, or only as null")
    _line(console, worst, f"{file}: {', '.join(parts)}")
    for field, tally in fields.items():
        part = field.schema.partition(" ")[2]
        name = " ".join(one for one in (part, field.path) if one) or "the whole"
        for how, times in tally.differences.items():
            where = ", ".join(sorted(tally.places))
            console.print(
                f"    [{_COLOURS[tally.verdict]}]{escape(name)}[/]: "
                f"{escape(how)} [dim]({times} times, {escape(where)})[/]",
                highlight=False,
                soft_wrap=True,
            )


def _sum(drift: Drift) -> str:
    operations = Counter(one.verdict for one in drift.operations)
    fields = Counter(tally.verdict for one in drift.by_schema().values() for tally in one.values())
    return (
        f"{drift.requests} requests. Operations: {_shares(operations)}.\n"
        f"Fields: {_shares(fields)}; null alone shows nothing."
    )


def _shares(counts: Counter[Verdict]) -> str:
    return ", ".join(f"{counts[one]} {_OF_MANY.get(one, one)}" for one in Verdict if counts[one])


def _line(console: Console, verdict: Verdict, text: str) -> None:
    line = f"[{_COLOURS[verdict]}]{verdict:<15}[/]  {escape(text)}"
    console.print(line, highlight=False, soft_wrap=True)
