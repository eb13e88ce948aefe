"""Every place of the engine's source that the stories have to lead to; what they miss is said."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import integration_engine
from integration_engine.core.order import CommandKind
from integration_engine.store.commands import SCHEDULED
from integration_engine.store.inbox import MessageKind
from integration_engine.work.connection_work import REPORT_PROBLEM
from integration_engine.work.item_work import REFRESH
from integration_engine.work.sync_work import REPORT, RUN
from tests.crash.points import Point

_SOURCE = Path(integration_engine.__file__).parent
_OPERATORS = frozenset({"operate.pending_work"})
"""Modules that commit in a process of the operator's own, not in the engine's."""
_ONLY_AFTER_A_SET_BACK_CLOCK = frozenset({"queue.work_loop:poll"})
"""A story's clocks go forward only. What is committed there is due, and the next poll finds it."""
_NEVER_WAITS = frozenset({MessageKind.CONNECTION})
"""Stored when it has been obeyed, in the same transaction."""
_TABLES = _SOURCE / "store"


def never_met(points: Iterable[Point]) -> list[str]:
    """The functions that commit, and the commands and messages, that none of the points is about."""
    met = {point.what for point in points}
    places = {what.split()[1].partition(":")[::2] for what in met if what.startswith("commit ")}
    functions = {f"{module}:{function.rpartition('.')[2]}" for module, function in places}
    wanted = set(committing()) - _ONLY_AFTER_A_SET_BACK_CLOCK
    missed = [place for place in sorted(wanted) if place not in functions]
    return missed + [kind for kind in _kinds() if not any(what.endswith(f" {kind}") for what in met)]


def committing() -> Iterator[str]:
    """Every function of the engine that opens a transaction to write in."""
    for path in sorted(_SOURCE.rglob("*.py")):
        module = ".".join(path.relative_to(_SOURCE).with_suffix("").parts)
        if module in _OPERATORS or path.is_relative_to(_TABLES):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(_opens(inner) for inner in ast.walk(node)):
                yield f"{module}:{node.name}"


def _opens(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "transaction"
    )


def _kinds() -> list[str]:
    """Everything that can wait in the tables to be done."""
    commands = {*(kind.value for kind in CommandKind), RUN, REPORT, REFRESH, REPORT_PROBLEM, *SCHEDULED}
    return sorted(commands | {kind.value for kind in set(MessageKind) - _NEVER_WAITS})
