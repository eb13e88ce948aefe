"""Prints what a webhook receiver did with each delivery, as it is sent, and the sum."""

from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape

from harness.checks.receiver.deliveries import Expected
from harness.checks.receiver.receiver import Graded


def show_grades(grades: Iterable[Graded], console: Console) -> int:
    """Prints a line for each point when it is known; gives the exit code."""
    every: list[Graded] = []
    for one in grades:
        every.append(one)
        colour, word = ("green", "right") if one.right else ("bold red", "wrong")
        should = f"should {one.point.expected}"
        line = f"[{colour}]{word}[/]  {should:<13}  {escape(one.answer):<15}  {escape(one.point.name)}"
        console.print(line, highlight=False, soft_wrap=True)
    console.print()
    wrong = [one for one in every if not one.right]
    if _takes_nothing(every):
        hint = "It took none of the valid deliveries: are the URL, the signing key and the headers its own?"
        console.print(f"[yellow]{hint}[/]", highlight=False, soft_wrap=True)
    console.print(
        f"{len(every)} points: {len(every) - len(wrong)} right, {len(wrong)} wrong.", highlight=False
    )
    return 1 if wrong else 0


def _takes_nothing(every: Iterable[Graded]) -> bool:
    return not any(one.right for one in every if one.point.expected is Expected.TAKE)
