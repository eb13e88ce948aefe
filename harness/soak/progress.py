"""How far a soak is: a bar on a terminal, a line for each tenth elsewhere."""

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

_LINES = 10


class SoakProgress:
    """Shows how many of all acts are done, and what the soak is at."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._total = 0
        self._done = 0
        self._said = ""
        self._bar = Progress(
            TextColumn("[bold]acts"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.description}"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("setting up", total=None)

    def __enter__(self) -> "SoakProgress":
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def expect(self, acts: int) -> None:
        """So many acts are to be done."""
        self._total = acts
        self._bar.update(self._task, total=acts, description="storm")

    def acted(self) -> None:
        """One more is done."""
        self._done += 1
        self._bar.update(self._task, completed=self._done)
        if not self._console.is_terminal and self._done % max(1, self._total // _LINES) == 0:
            self._console.print(f"{self._done} of {self._total} acts{self._said}", highlight=False)

    def say(self, what: str) -> None:
        """What it is at now."""
        self._said = f", {what}"
        self._bar.update(self._task, description=what)
