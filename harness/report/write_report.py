"""Lays a report down: the page, the files for CI, and a folder for each failure."""

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from harness.report.coverage import Coverage
from harness.report.cucumber import cucumber
from harness.report.exercised import contract_json, contract_use
from harness.report.failure_folder import remove_failures, write_failure
from harness.report.records import Record, RunFacts
from harness.report.render import render_page, render_summary

PAGE, CUCUMBER, SUMMARY, JUNIT = "index.html", "cucumber.json", "summary.md", "junit.xml"
CONTRACT = "contract.json"
STEP_SUMMARY = "GITHUB_STEP_SUMMARY"


def clear_report(folder: Path) -> None:
    """Take away what an earlier run left, so that nothing old can be taken for this run's.

    Raises:
        OSError: a report cannot be written there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in (PAGE, CUCUMBER, SUMMARY, JUNIT, CONTRACT):
        (folder / name).unlink(missing_ok=True)
    remove_failures(folder)
    tempfile.TemporaryDirectory(dir=folder).cleanup()  # can anything be written there?


def write_report(
    folder: Path,
    facts: RunFacts,
    records: Sequence[Record],
    coverage: Coverage,
    environment: Mapping[str, str] = os.environ,
) -> None:
    """Write everything into `folder`; append the summary to the file that GitHub names, if it does.

    Raises:
        OSError: something cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    text = render_summary(facts, records, coverage)
    (folder / PAGE).write_text(render_page(facts, records, coverage), encoding="utf-8")
    (folder / CUCUMBER).write_text(json.dumps(cucumber(records), indent=1) + "\n", encoding="utf-8")
    (folder / SUMMARY).write_text(text, encoding="utf-8")
    (folder / CONTRACT).write_bytes(
        contract_json(contract_use(one.scenario_record for one in records), facts)
    )
    for record in records:
        if record.outcome == "failed" and record.failure is not None:
            write_failure(folder, facts, record, record.failure)
    if named := environment.get(STEP_SUMMARY):
        _append(Path(named), text)


def _append(file: Path, text: str) -> None:
    """Whatever goes wrong names the file, which is not one of the report."""
    try:
        with file.open("a", encoding="utf-8") as shown:
            shown.write(text)
    except OSError as problem:
        raise OSError(problem.errno, problem.strerror, str(file)) from problem
