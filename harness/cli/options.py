"""The options that several subcommands have, each written once, and the ranges that their numbers are in."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar

import click

LARGEST_SEED = 2**31 - 1
SEED = click.IntRange(0, LARGEST_SEED)
PORT = click.IntRange(0, 65535)
FILE = click.Path(dir_okay=False, path_type=Path)
_MOST = 1e8

Command = TypeVar("Command", bound=Callable[..., Any])


class Option(Protocol):
    """Adds an option to a command."""

    def __call__(self, command: Command, /) -> Command: ...


class FiniteRange(click.FloatRange):
    """A range that ends somewhere, and that `nan`, which is neither above nor below anything, is not in."""

    def convert(self, value: float, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number.

        Raises:
            click.BadParameter: it is none, or out of the range.
        """
        number = float(super().convert(value, param, ctx))
        if math.isnan(number) or abs(number) > _MOST:
            self.fail(f"{number} is not a number of at most {_MOST:.0f}.", param, ctx)
        return number


POSITIVE = FiniteRange(min=0, min_open=True)


def seed_option(text: str) -> Option:
    """`--seed`; None when it is not given."""
    return click.option("--seed", type=SEED, help=text)


def engine_command_option(text: str) -> Option:
    return click.option("--engine-cmd", metavar="CMD", help=text)


def engine_patience_option() -> Option:
    return click.option(
        "--engine-patience",
        type=POSITIVE,
        default=30.0,
        show_default=True,
        help="Seconds that an engine has to answer /healthz.",
    )


def report_option(what: str) -> Option:
    """`--report`; `what` is written into the folder."""
    return click.option(
        "--report",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path("report"),
        show_default=True,
        help=f"Folder for the report: {what}.",
    )


def port_option(name: str = "--port", *, default: int = 0) -> Option:
    return click.option(name, type=PORT, default=default, show_default=True, help="0 takes a free port.")


def webhook_hosts_option(text: str) -> Option:
    """`--allow-webhook-host`, in small letters."""
    return click.option(
        "--allow-webhook-host",
        "webhook_hosts",
        multiple=True,
        metavar="HOST",
        callback=lambda _context, _option, hosts: frozenset(host.lower() for host in hosts),
        help=f"{text}; may be repeated.",
    )


def environment_option(
    name: str,
    variable: str,
    text: str,
    *,
    values: "click.ParamType[Any] | None" = None,
    default: object = None,
) -> Option:
    """An option whose value may also stand in an environment variable, which its help names."""
    return click.option(
        name,
        envvar=variable,
        type=values,
        default=default,
        show_default=default is not None,
        help=f"{text}  [env: {variable}]",
    )
