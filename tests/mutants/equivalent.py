"""The changes of the core that nobody can notice, each with the reason, read from `equivalent.toml`."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

CORE = "integration_engine/core"
FILE = Path(__file__).with_name("equivalent.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Survivor:
    """A line of a module of the core, and what it becomes."""

    module: str
    line: str
    becomes: str


def equivalents() -> dict[Survivor, str]:
    """Each equivalent change and why it is one."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8")).get("survivor", [])
    return {
        Survivor(module=row["module"], line=row["line"], becomes=row["becomes"]): row["why"] for row in rows
    }
