"""What a mutant is, and how it is put into force: in this process, before the lab starts, never in a source.

A change names a place, `package.module:name` or `package.module:Class.name`, and makes what stands there
instead out of what stands there now.
"""

import importlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

PACKAGES = ("foundation", "sim_kernel", "sim_flourish", "sim_ordo", "integration_engine")


class PatchError(Exception):
    """A change cannot be made, or changes nothing; the mutant is out of date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One replacement. With `only_here` a function stays right in the modules that imported it."""

    place: str
    make: Callable[[Any], Any]
    only_here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A wrong product.

    Attributes:
        name: what it does wrong, as one would say it.
        breaks: the rules it breaks; their scenarios are the first to judge it.
        controls: what of the lab it breaks, from `registry.CONTROLS`; empty for a wrong engine.
        consequence: one sentence: what goes wrong for whom.
        restarts: whether it shows only when the engine's process ends and begins again.
        first: part of the name of the scenario that should catch it, when the rules have many.
        simulator: whether scenarios tagged `simulator` judge it, and only they.
    """

    name: str
    breaks: tuple[str, ...]
    consequence: str
    changes: tuple[Change, ...]
    controls: tuple[str, ...] = ()
    restarts: bool = False
    first: str = ""
    simulator: bool = False


def instead(place: str, make: Callable[[Any], Any], *, only_here: bool = False) -> Change:
    """A change; reads well in a list of them."""
    return Change(place=place, make=make, only_here=only_here)


def load_product() -> None:
    """Import all of the product, so that a change reaches every module that knows the place."""
    importlib.import_module("harness.lab.lab")


def apply(mutant: Mutant) -> None:
    """Put every change of a mutant into force.

    Raises:
        PatchError: a place is not there, or a change leaves it as it is.
    """
    load_product()
    for change in mutant.changes:
        _apply(change)


def _apply(change: Change) -> None:
    module, owner, name = find(change.place)
    original = vars(owner)[name]
    wrong = change.make(original)
    if wrong is original or (not callable(wrong) and wrong == original):
        raise PatchError(f"{change.place} stays as it is")
    setattr(owner, name, wrong)
    if owner is module and not change.only_here and not isinstance(original, ModuleType):
        for other in _product_modules():
            if vars(other).get(name) is original:
                setattr(other, name, wrong)


def find(place: str) -> tuple[ModuleType, ModuleType | type, str]:
    """The module, the owner of the name (the module itself or a class), and the name.

    Raises:
        PatchError: it is not there.
    """
    module_name, _, path = place.partition(":")
    *owners, name = path.split(".")
    try:
        module = importlib.import_module(module_name)
    except ImportError as error:
        raise PatchError(f"there is no module {module_name}") from error
    owner: Any = module
    for part in owners:
        owner = vars(owner).get(part)
        if owner is None:
            raise PatchError(f"there is no {part} in {module_name}")
    if name not in vars(owner):
        raise PatchError(f"there is no {path} in {module_name}")
    return module, owner, name


def _product_modules() -> list[ModuleType]:
    return [module for name, module in sys.modules.items() if name.partition(".")[0] in PACKAGES]
