"""The demo: plays the documented workflow against a lab of its own, and prints what happened at every step.

A step ends well when both sides show what the documentation says. The first that does not ends the demo.
"""

from rich.console import Console
from rich.markup import escape
from rich.rule import Rule

from harness.clients.idle import NotIdleError
from harness.clients.tenant import make_tenant
from harness.clients.wire import UnexpectedAnswerError, open_session
from harness.demo.script import CHAPTERS, Check, Step
from harness.demo.state import Demo, Message, OffScriptError
from harness.lab.lab import start_lab

ENDED_AS_DOCUMENTED = 0
OFF_SCRIPT = 1


def play(console: Console, *, seed: int) -> int:
    """Play all chapters; the exit code says whether every step ended as documented."""
    with start_lab() as lab, open_session() as session:
        demo = Demo.begin(make_tenant(lab, session, seed, lenient=True))
        number = 0
        for title, steps in CHAPTERS.items():
            console.print(Rule(title, align="left", style="blue"))
            for step in steps:
                number += 1
                if not play_step(console, demo, step, number):
                    console.print(f"[bold red]step {number} did not end as documented[/]", highlight=False)
                    return OFF_SCRIPT
    console.print(f"\n[bold green]all {number} steps ended as documented[/]", highlight=False)
    return ENDED_AS_DOCUMENTED


def play_step(console: Console, demo: Demo, step: Step, number: int) -> bool:
    """Play one step and print it; whether it ended as documented."""
    console.print(
        f"[dim]{number:>2}[/] [bold]{step.who}[/] {escape(step.does)} [dim]({step.rules})[/]",
        highlight=False,
        soft_wrap=True,
    )
    demo.forget_traffic()
    try:
        checks = step.play(demo)
    except (OffScriptError, UnexpectedAnswerError, NotIdleError) as problem:
        console.print(f"   [red]✗ {escape(str(problem))}", highlight=False)
        return False
    for message in demo.traffic:
        console.print(f"   {_described(message)}", highlight=False, soft_wrap=True)
    for check in checks:
        console.print(f"   {_judged(check)}", highlight=False, soft_wrap=True)
    return all(check.holds for check in checks)


def _described(message: Message) -> str:
    times = f" {message.times} times" if message.times > 1 else ""
    way = f"{message.sender} → {message.receiver}"
    return f"[cyan]{way:<19}[/] {escape(message.what)} [dim]{escape(message.outcome)}{times}[/]"


def _judged(check: Check) -> str:
    if check.holds:
        return f"[green]✓[/] {check.what}: [bold]{escape(check.shown or 'nothing')}[/]"
    expected = escape(check.expected or "nothing")
    return f"[red]✗ {check.what}: {escape(check.shown or 'nothing')}, documented is {expected}[/]"
