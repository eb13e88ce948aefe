"""The page about what the gate sees, from the run on record, `harness/sensitivity/measured.json`."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from harness.sensitivity.report import MEASURED, as_json, by_flow, read_score
from harness.sensitivity.verdicts import Outcome


def record(report: Path) -> None:
    """Keep what a whole run found; a part of the fields is no record."""
    if (score := read_score(report)).whole:
        MEASURED.write_bytes(as_json(score.record()))


def sensitivity() -> Iterator[str]:
    """What the gate sees, from the run on record."""
    score = read_score(MEASURED)
    yield "# What the gate sees\n"
    yield "`ordo-flourish sensitivity` alters one field of what an engine sends, reads or receives, on its way between the"
    yield "engine and the simulators, and plays the scenarios until one fails. A field of which none fails is one in which an"
    yield "engine may be wrong under a green gate. This is the run on record, with the built-in engine:"
    yield f"**{score.sentence}**{'' if score.whole else ', of a part of the fields'}.\n"
    yield "Not counted are fields that are of no use to the engine (altered, they change nothing in what it sends) and fields"
    yield "that the contract fixes (nothing can be altered that it allows). How it is run: [the command"
    yield "line](command-line.md#ordo-flourish-sensitivity).\n"
    yield "| operation or message | direction | seen | unseen | unused | fixed |\n|---|---|---|---|---|---|"
    for rows in by_flow(score).values():
        counts = Counter(row.outcome for row in rows)
        cells = [str(counts[outcome]) for outcome in Outcome]
        yield f"| `{rows[0].side} {rows[0].operation}` | {rows[0].direction} | {' | '.join(cells)} |"
    for title, rows in (("Unseen", score.blind), ("Beyond any gate", score.excused)):
        if rows:
            yield f"\n## {title}\n"
            yield from (f"- `{row.name}`{f': {row.reason}' if row.reason else ''}" for row in rows)
    yield "\n## Who sees what\n"
    yield "| field | altered | noticed by | at the step |\n|---|---|---|---|"
    for row in score.of(Outcome.SEEN):
        one = next(one for one in row.alterations if one.outcome is Outcome.SEEN)
        cells = [f"`{row.name}`", one.alteration.value, one.scenario, one.step]
        yield f"| {' | '.join(cell.replace('|', ' ') for cell in cells)} |"
