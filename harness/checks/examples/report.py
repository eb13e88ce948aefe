"""Prints what came of a collection's examples, a line each."""

from rich.console import Console
from rich.markup import escape

from harness.checks.examples.examples import Examples, Verdict
from harness.errors import CouldNotCheckError

_COLOURS = {
    Verdict.CONFORMS: "green",
    Verdict.DEVIATES: "cyan",
    Verdict.DIFFERS: "bold red",
    Verdict.EXCEPTION: "yellow",
}


def show_examples(examples: Examples, console: Console, *, quiet: bool = False) -> int:
    """Prints a line for each, then what is not described and the sum; gives the exit code.

    Raises:
        CouldNotCheckError: no operation of the collection is described.
    """
    if not examples.measured:
        raise CouldNotCheckError("no example in the collection belongs to an operation that is described")
    width = max(len(example.name) for example in examples.measured)
    for example in examples.measured:
        if quiet and example.verdict is Verdict.CONFORMS:
            continue
        verdict = f"[{_COLOURS[example.verdict]}]{example.verdict:<9}[/]"
        _line(console, f"{verdict}  {escape(f'{example.name:<{width}}')}  [dim]{example.operation}[/]")
        if example.reason:
            _line(console, f"           {escape(example.reason)}")
    for name in examples.needless_exceptions:
        _line(console, f"[yellow]needless [/]  {escape(name)}: listed as an exception, yet it conforms")
    if examples.not_described:
        console.print()
        _line(console, "Not described in schemas/flourish:")
        for title in examples.not_described:
            _line(console, f"  {escape(title)}")
    console.print()
    _line(console, _sum(examples))
    return 1 if examples.of(Verdict.DIFFERS) else 0


def _sum(examples: Examples) -> str:
    counts = {verdict: len(examples.of(verdict)) for verdict in Verdict}
    operations = len({example.operation for example in examples.measured})
    parts = [
        f"{len(examples.measured)} examples of {operations} operations: {counts[Verdict.CONFORMS]} conform",
        f"{counts[Verdict.DEVIATES]} are known deviations",
        f"{counts[Verdict.DIFFERS]} do not",
        f"{counts[Verdict.EXCEPTION]} are listed exceptions",
    ]
    return ", ".join(parts) + f"; {len(examples.not_described)} operations are not described."


def _line(console: Console, text: str) -> None:
    console.print(text, highlight=False, soft_wrap=True)
