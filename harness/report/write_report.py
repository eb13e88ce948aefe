"""Writes a report: the page, the files for CI, and a folder `failures/<scenario>/` for each failure.

A failure's folder holds all that is left of it, so that it can be understood without playing it again.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from harness.report.coverage import Coverage
from harness.report.cucumber import cucumber
from harness.report.exercised import contract_json, contract_use
from harness.report.render import render_difference, render_failure, render_page, render_summary
from harness.report.results import RunFacts, ScenarioResult, again, folder_name
from harness.report.scenario_record import Failure
from harness.report.sequence_svg import draw

PAGE, CUCUMBER, SUMMARY, JUNIT = "index.html", "cucumber.json", "summary.md", "junit.xml"
CONTRACT = "contract.json"
STEP_SUMMARY = "GITHUB_STEP_SUMMARY"
FAILURES = "failures"
AGAIN = "again.txt"


def clear_report(folder: Path) -> None:
    """Remove what an earlier run left, so that nothing old can be taken for this run's; the rest stays.

    Raises:
        OSError: a report cannot be written there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in (PAGE, CUCUMBER, SUMMARY, JUNIT, CONTRACT):
        (folder / name).unlink(missing_ok=True)
    failures = folder / FAILURES
    failures.mkdir(exist_ok=True)
    for failure in failures.glob("*"):
        if (failure / AGAIN).is_file():
            shutil.rmtree(failure)
    if not any(failures.iterdir()):
        failures.rmdir()
    tempfile.TemporaryDirectory(dir=folder).cleanup()  # can anything be written there?


def write_report(
    folder: Path,
    facts: RunFacts,
    results: Sequence[ScenarioResult],
    coverage: Coverage,
    environment: Mapping[str, str] = os.environ,
) -> None:
    """Write everything into `folder`; append the summary to the file that GitHub names, if it does.

    Raises:
        OSError: something cannot be written.
    """
    summary = render_summary(facts, results, coverage)
    contract = contract_use(result.scenario_record for result in results)
    texts = {
        PAGE: render_page(facts, results, coverage),
        CUCUMBER: json.dumps(cucumber(results), indent=1) + "\n",
        SUMMARY: summary,
        CONTRACT: contract_json(contract, facts).decode(),
    }
    _write(folder, texts)
    for result in results:
        if result.outcome == "failed" and result.failure is not None:
            _write_failure(folder, facts, result, result.failure)
    if named := environment.get(STEP_SUMMARY):
        _append(Path(named), summary)


def _write_failure(report: Path, facts: RunFacts, result: ScenarioResult, failure: Failure) -> None:
    scenario_record = result.scenario_record
    texts = {
        AGAIN: again(facts, result.scenario.test) + "\n",
        "seed.txt": f"{facts.seed}\n",
        "failure.md": render_failure(facts, result),
        "difference.txt": render_difference(failure),
        "message.txt": failure.message + "\n",
        "diagram.svg": draw(scenario_record.timeline, scenario_record.steps, alone=True),
        **{f"journal-{side}.json": _indented(raw) for side, raw in failure.journals.items()},
        **{f"state-{side}.json": _indented(raw) for side, raw in failure.states.items()},
    }
    _write(report / FAILURES / folder_name(result.scenario.test), texts)


def _indented(raw: msgspec.Raw) -> str:
    return json.dumps(json.loads(bytes(raw)), indent=1, ensure_ascii=False) + "\n"


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def _append(file: Path, text: str) -> None:
    """Whatever goes wrong names the file, which is not one of the report."""
    try:
        with file.open("a", encoding="utf-8") as shown:
            shown.write(text)
    except OSError as problem:
        raise OSError(problem.errno, problem.strerror, str(file)) from problem
