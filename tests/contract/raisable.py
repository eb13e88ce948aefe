"""Which statuses a handler's code can refuse with, found by reading it: no request, no luck.

From a handler the names that it uses are followed through our packages. A name of a module or of a class is
what it stands for; a method called on a value is every method of that name in the same package and the
kernel, because types are not known. That is more than can happen, never less, but for functions that are
handed over in a field of a value.
"""

import ast
import functools
import inspect
import re
import sys
import textwrap
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from enum import Enum
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any, TypeAlias

from sim_flourish.conventions.errors import Refusal
from sim_ordo.errors import ErrorCode
from sim_ordo.routing import Route

Function: TypeAlias = FunctionType
PACKAGES = ("sim_kernel", "sim_flourish", "sim_ordo", "integration_engine", "foundation")
CHOSEN_WHILE_RUNNING: Mapping[str, frozenset[int]] = {
    "raise_refusal": frozenset({422, 502}),  # what it lets pass of what an engine answered
}
"""Functions that raise a status which does not stand in them as a number, and which it can be."""

_KERNEL = "sim_kernel"
_ENDS_OF_THE_WAY = re.compile(
    r"sim_kernel\.(control_api|api_router|simulator_app)"
    r"|sim_(flourish|ordo)\..*\.((\w+_)?(api|back_office)|screens)"
    r"|sim_ordo\.organization\.\w+|sim_flourish\.(people\.sales_reps|peripheral\.(vendors|strains|item_art|boms))"
)
"""Modules that requests come in by: nothing behind them calls back, so a like name there is another's."""

_OF_MANY = frozenset({"drop", *(name for kind in (dict, list, str, set, bytes) for name in dir(kind))})


def raisable(handler: Callable[..., object]) -> Mapping[int, str]:
    """Each status that a refusal can have which the handler's code leads to, and the way there."""
    came_from: dict[Function, Function | None] = dict.fromkeys(_functions(handler))
    found: dict[int, str] = {}
    todo = list(came_from)
    for function in todo:
        statuses, used = _look(function)
        for status in statuses - found.keys():
            found[status] = " < ".join(_way(function, came_from))
        for other in used - came_from.keys():
            came_from[other] = function
            todo.append(other)
    return found


def _way(function: Function | None, came_from: Mapping[Function, Function | None]) -> Iterator[str]:
    while function is not None:
        yield function.__qualname__
        function = came_from[function]


@functools.cache
def _look(function: Function) -> tuple[frozenset[int], frozenset[Function]]:
    """The statuses that stand in a function, and the functions that it uses."""
    names = inspect.getclosurevars(function)
    known: dict[str, Any] = {**names.globals, **names.nonlocals}
    statuses, used = set[int](), set[Function]()
    for node in _body(function):
        match node:
            case ast.Call(func=ast.Name(id="CallerError"), args=[ast.Constant(value=int(status)), *_]):
                statuses.add(status)
            case ast.Call(func=ast.Name(id="CallerError")):
                statuses |= CHOSEN_WHILE_RUNNING[function.__qualname__]
            case ast.Name(id=name) if name in known:
                statuses |= _statuses(known[name])
                used |= _functions(known[name])
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if isinstance(
                known.get(name), ModuleType | type | Route
            ):
                value = getattr(known[name], attribute, None)
                statuses |= _statuses(value)
                used |= _functions(value)
            case ast.Call(func=ast.Attribute(value=value, attr=attribute)):
                used |= _like(function, value, _methods_called(function, value, attribute))
            case ast.Attribute(value=value, attr=attribute):
                used |= _like(function, value, _properties()[attribute])
            case _:
                pass
    return frozenset(statuses), frozenset(used)


def _body(function: Function) -> Iterator[ast.AST]:
    """Everything in a function but its signature, whose annotations are not used by what it does."""
    for top in ast.parse(textwrap.dedent(inspect.getsource(function))).body:
        for part in top.body if isinstance(top, ast.FunctionDef) else [top]:
            yield from ast.walk(part)


def _statuses(value: object) -> set[int]:
    match value:
        case Refusal():
            return {value.value[0]}
        case ErrorCode():
            return {value.status}
        case dict():
            return set().union(*(_statuses(one) for one in value.values()))
        case _:
            return set()


def _functions(value: object) -> set[Function]:
    """The functions of ours that come into play when a value is used: itself, or how its kind is made."""
    match value:
        case functools.partial():
            return _functions(value.func)
        case MethodType():
            return _functions(value.__func__)
        case FunctionType() if value.__module__.startswith(PACKAGES):
            return {inspect.unwrap(value)}
        case type() if value.__module__.startswith(PACKAGES) and not issubclass(value, Enum):
            made = (vars(value).get(name) for name in ("__init__", "__post_init__"))
            return {one for one in made if isinstance(one, FunctionType) and _has_source(one.__code__)}
        case _:
            return set()


def _has_source(code: CodeType) -> bool:
    return code.co_filename != "<string>"  # as what `dataclass` writes has


def _methods_called(function: Function, value: ast.expr, name: str) -> Collection[Function]:
    """A name that dictionaries, texts or deliveries have too is a class' own where the value is called so."""
    named = _methods()[name]
    if name not in _OF_MANY:
        return named
    called = _owner(function) if _is_self(value) else ast.unparse(value).rpartition(".")[2]
    return [one for one in named if _owner(one).lower() == called.lower()]


def _like(function: Function, value: ast.expr, named: Collection[Function]) -> set[Function]:
    """Those of the methods so named that a function may mean when it uses one on a value."""
    own = {one for one in named if _owner(one) == _owner(function)} if _is_self(value) else set()
    if own:
        return own
    here, package = function.__module__, function.__module__.partition(".")[0]
    near = (package,) if package == "integration_engine" else (package, _KERNEL)
    return {
        one
        for one in named
        if one.__module__ == here
        or (one.__module__.startswith(near) and not _ENDS_OF_THE_WAY.fullmatch(one.__module__))
    }


def _is_self(value: ast.expr) -> bool:
    return isinstance(value, ast.Name) and value.id in {"self", "cls"}


def _owner(function: Function) -> str:
    """The class that a method belongs to."""
    return function.__qualname__.rpartition(".")[0]


@functools.cache
def _methods() -> Mapping[str, set[Function]]:
    """Every method of a class of ours, by its name."""
    found = defaultdict[str, set[Function]](set)
    for name, value in _members():
        plain = getattr(value, "__func__", value)
        if isinstance(plain, FunctionType) and _has_source(plain.__code__):
            found[name] |= _functions(plain)
    return found


@functools.cache
def _properties() -> Mapping[str, set[Function]]:
    """Every property of a class of ours, by its name."""
    found = defaultdict[str, set[Function]](set)
    for name, value in _members():
        if isinstance(value, property | functools.cached_property):
            found[name] |= _functions(value.fget if isinstance(value, property) else value.func)
    return found


def _members() -> Iterator[tuple[str, object]]:
    """What stands in our classes, with its names."""
    modules = [module for name, module in sys.modules.items() if name.startswith(PACKAGES)]
    for kind in {one for module in modules for one in vars(module).values() if isinstance(one, type)}:
        if kind.__module__.startswith(PACKAGES):
            yield from vars(kind).items()
