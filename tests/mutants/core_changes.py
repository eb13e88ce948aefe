"""Every small change that cosmic-ray can make to the engine's core, and those that change nothing it does."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

from tests.mutants.equivalent import CORE, Survivor

# `|` in the core is nearly always part of a type, and changing that cannot be seen when the code runs.
_LEFT_OUT = ("core/ReplaceBinaryOperator_BitOr_",)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreChange:
    """One changed module: what its source becomes, and the lines in which that differs."""

    module: str
    source: str
    line: str
    becomes: str

    @property
    def identity(self) -> Survivor:
        """How the list of equivalents names it."""
        return Survivor(module=self.module, line=self.line, becomes=self.becomes)


def core_changes(checkout: Path) -> list[CoreChange]:
    """All changes, each once, that leave a module which Python can compile."""
    found = {}
    for path in sorted((checkout / CORE).glob("*.py")):
        source = path.read_text(encoding="utf-8")
        for mutated in _mutated(source):
            if mutated != source and _compiles(mutated):
                found[path.stem, mutated] = _described(path.stem, source, mutated)
    return list(found.values())


def _mutated(source: str) -> Iterator[str]:
    for name in operator_names():
        operator_class = get_operator(name)
        if name.startswith(_LEFT_OUT) or operator_class.arguments():
            continue
        operator = operator_class()
        places = sum(1 for node in ast_nodes(get_ast(source)) for _ in operator.mutation_positions(node))
        for occurrence in range(places):
            mutated = mutate_code(source, operator, occurrence)
            if mutated is not None:
                yield mutated


def _compiles(source: str) -> bool:
    try:
        compile(source, "mutated", "exec")
    except SyntaxError:
        return False
    return True


def _described(module: str, source: str, mutated: str) -> CoreChange:
    different = [
        line for line in difflib.ndiff(source.splitlines(), mutated.splitlines()) if line[:2] in {"- ", "+ "}
    ]
    gone, come = (
        " ".join(line[2:].strip() for line in different if line.startswith(sign)) for sign in ("-", "+")
    )
    return CoreChange(module=module, source=mutated, line=gone, becomes=come)
