"""`failures/<scenario>/`: what is left of a failure, so that it can be understood without playing it."""

import json
import shutil
from pathlib import Path

import msgspec

from harness.report.records import Record, RunFacts, again, folder_name
from harness.report.render import render_difference, render_failure
from harness.report.scenario_record import Failure
from harness.report.sequence_svg import draw

FOLDER = "failures"
AGAIN = "again.txt"


def write_failure(report: Path, facts: RunFacts, record: Record, failure: Failure) -> Path:
    """Write one failure's folder and return it."""
    folder = report / FOLDER / folder_name(record.scenario_record.scenario.test)
    folder.mkdir(parents=True, exist_ok=True)
    scenario_record = record.scenario_record
    texts = {
        AGAIN: again(facts, scenario_record.scenario.test) + "\n",
        "seed.txt": f"{facts.seed}\n",
        "failure.md": render_failure(facts, record),
        "difference.txt": render_difference(failure),
        "message.txt": failure.message + "\n",
        "diagram.svg": draw(scenario_record.timeline, scenario_record.steps, alone=True),
        **{f"journal-{side}.json": _pretty(raw) for side, raw in failure.journals.items()},
        **{f"state-{side}.json": _pretty(raw) for side, raw in failure.states.items()},
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def remove_failures(report: Path) -> None:
    """Remove the folders of an earlier run; what this module has not made stays.

    Raises:
        OSError: something else is in their place.
    """
    (report / FOLDER).mkdir(exist_ok=True)
    for folder in (report / FOLDER).glob("*"):
        if (folder / AGAIN).is_file():
            shutil.rmtree(folder)
    if not any((report / FOLDER).iterdir()):
        (report / FOLDER).rmdir()


def _pretty(raw: msgspec.Raw) -> str:
    return json.dumps(json.loads(bytes(raw)), indent=1, ensure_ascii=False) + "\n"
