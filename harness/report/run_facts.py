"""What a report says about the run itself: its seed, its engine, its versions, how to call it again."""

import platform
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

_NO_IDENTIFIER = re.compile(r"[^\w:+\-.\[\]\\/]+")
_WORDS_OF_PYTEST = frozenset({"and", "or", "not"})
_SHOWN = ("ordo-flourish", "pytest", "pytest-bdd")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """A run. `engine_options` are those of the command line that name the engine; no secret is among them.

    `narrowed` when only a part of the scenarios was selected, so that gaps in coverage say nothing.
    """

    seed: int
    started_at: str
    seconds: float
    engine: str
    engine_version: str
    capabilities: Sequence[str] = ()
    engine_options: Sequence[str] = ()
    pytest_arguments: Sequence[str] = ()
    report: str = "report"
    narrowed: bool = False

    @property
    def versions(self) -> Mapping[str, str]:
        """Name and version of everything that had a part in it."""
        found = {name: _version(name) for name in _SHOWN}
        engine = {f"engine ({self.engine})": self.engine_version}
        return {
            **found,
            **engine,
            "Python": platform.python_version(),
            "system": platform.platform(terse=True),
        }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def again(facts: RunFacts, test: str) -> str:
    """The one command that plays this scenario again, with the same data; it can be pasted.

    pytest's -k takes no blanks and few signs, so the name is given in pieces; an example that has all of them
    in its name too would run beside it. It has a report of its own, so that the one that named it stays.
    """
    pieces = [piece for piece in _NO_IDENTIFIER.split(test) if piece and piece not in _WORDS_OF_PYTEST]
    words = ["ordo-flourish", "gate", "--seed", str(facts.seed), *facts.engine_options]
    words += ["-k", " and ".join(pieces), "--report", f"{facts.report}/again"]
    return shlex.join([*words, *(["--", *facts.pytest_arguments] if facts.pytest_arguments else [])])
