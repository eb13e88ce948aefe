"""How the gate calls pytest: quiet, without plugins that happen to be installed, with our own reporter."""

import contextlib
import io
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from harness.errors import WrongUsageError
from harness.gate.request import GateRequest
from harness.lab.lab import OtherEngine

SUITE = Path(__file__).parent / "suite"
PLUGINS = (
    "xdist",
    "pytest_bdd.plugin",
    "harness.plugin",
    "harness.gate.collect",
)


def run_pytest(
    wanted: GateRequest, plugins: Sequence[object], *more: str, load: Sequence[str] = PLUGINS
) -> int:
    """Run pytest in this process and return its exit code; `more` are further arguments.

    Raises:
        WrongUsageError: pytest does not understand an argument.
    """
    said = io.StringIO()
    with environment({"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}), contextlib.redirect_stderr(said):
        code = pytest.main([*arguments_for(wanted, load), *more], plugins=[*plugins, _Quiet()])
    if code == pytest.ExitCode.USAGE_ERROR:
        # argparse says its usage first and what is wrong last
        found = re.findall(r"error: *(.+)", said.getvalue(), flags=re.IGNORECASE)
        raise WrongUsageError(found[-1] if found else "pytest rejects these arguments")
    sys.stderr.write(said.getvalue())
    return int(code)


def arguments_for(wanted: GateRequest, load: Sequence[str] = PLUGINS) -> list[str]:
    """The command line that pytest gets, with these of its plugins."""
    arguments = [str(SUITE), "-c", str(SUITE / "pytest.ini"), "--rootdir", str(SUITE)]
    for plugin in load:
        arguments += ["-p", plugin]
    arguments += ["-p", "no:cacheprovider", f"--lab-seed={wanted.seed}"]
    if wanted.engine_command is not None and not wanted.a_lab_for_each_worker:
        arguments.append(f"--lab-engine-cmd={wanted.engine_command}")
    arguments += [f"--lab-without={capability}" for capability in wanted.without]
    if wanted.only is not None:
        arguments.append(f"--gate-only={wanted.only.resolve()}")
    workers = wanted.workers if "xdist" in load else None
    for option, value in (("-k", wanted.keyword), ("-m", wanted.marks), ("-n", workers)):
        if value is not None:
            arguments += [option, value]
    return [*arguments, *wanted.pytest_arguments]


def report_arguments(wanted: GateRequest) -> list[str]:
    """What makes pytest leave its report behind; listing scenarios leaves the last one as it is."""
    junit = (wanted.report / "junit.xml").resolve()
    return [f"--junitxml={junit}", "-o", "junit_suite_name=ordo-flourish"]


class StopWhenEngineDies:
    """Ends the run when the engine is gone: what would fail from then on says nothing about behaviour."""

    def __init__(self, engine: OtherEngine) -> None:
        self._engine = engine
        self.death: str | None = None

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Look for the engine when something has failed."""
        if report.failed and self.death is None and (death := self._engine.death()) is not None:
            self.death = death
            pytest.exit(death)


class _Quiet:
    """Takes pytest's own terminal reporter away; ours speaks instead."""

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        config.pluginmanager.unregister(name="terminalreporter")


@contextlib.contextmanager
def environment(values: Mapping[str, str | None]) -> Iterator[None]:
    """Environment variables for a while, those with None away; workers inherit them."""
    before = {name: os.environ.get(name) for name in values}
    _set(values)
    try:
        yield
    finally:
        _set(before)


def _set(values: Mapping[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
