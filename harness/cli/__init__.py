"""The `ordo-flourish` command: its subcommands, and one place where errors become a line."""

import sys
from collections.abc import Sequence
from importlib.util import find_spec

import click

from harness.cli.checks import check_drift, check_examples, check_receiver
from harness.cli.engine import engine
from harness.cli.gate import gate
from harness.cli.labs import demo, simulator, up
from harness.cli.sensitivity import sensitivity
from harness.cli.soak import load, soak
from harness.errors import HarnessError, WrongUsageError

INTERRUPTED = 130  # What a shell reports for a program ended by Ctrl-C.
LAB_MODULES = (
    "faker",
    "flask_swagger_ui",
    "imagesize",
    "jinja2",
    "pytest",
    "pytest_bdd",
    "xdist",
)  # The extra `lab`.


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="ordo-flourish", message="%(version)s")
def commands() -> None:
    """Simulators of Ordo and Flourish, an engine between them, and the gate that judges any such engine."""


def _needs_lab(command: click.Command) -> click.Command:
    """The command, refused in one line where only the engine is installed; its `--help` works there too."""
    run = command.callback

    def checked(*arguments: object, **options: object) -> object:
        if any(find_spec(module) is None for module in LAB_MODULES):
            msg = f"{command.name} needs the lab, which is not installed: pip install 'ordo-flourish[lab]'"
            raise WrongUsageError(msg)
        return None if run is None else run(*arguments, **options)

    command.callback = checked
    return command


for command in (
    gate,
    sensitivity,
    up,
    demo,
    engine,
    check_examples,
    check_drift,
    check_receiver,
    soak,
    simulator,
    load,
):
    commands.add_command(command if command is engine else _needs_lab(command))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; never returns.

    Exit codes: 0 all well, 1 behaviour failed, 2 wrong usage (one line says what), 3 could not check.
    """
    try:
        result = commands.main(
            args=None if arguments is None else list(arguments),
            prog_name="ordo-flourish",
            standalone_mode=False,
        )
    except click.exceptions.NoArgsIsHelpError as shown:
        click.echo(shown.format_message())
        sys.exit(shown.exit_code)
    except click.ClickException as wrong:
        sys.exit(_complain(wrong.format_message(), wrong.exit_code))
    except HarnessError as problem:
        code = _complain(str(problem), problem.exit_code)
        if problem.details:
            click.echo(problem.details, err=True)
        sys.exit(code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
    sys.exit(result if isinstance(result, int) else 0)


def _complain(message: str, exit_code: int) -> int:
    click.echo(f"ordo-flourish: {' '.join(message.split())}", err=True)
    return exit_code
