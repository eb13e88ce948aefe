"""What is kept of a scenario: small enough to travel from the process that played it to the one that reports.

A scenario that passed keeps its steps, what happened in order, and what it exercised; one that failed also
keeps both journals and the states of both sides, masked already.
"""

from enum import StrEnum

import msgspec

from foundation.shapes import decoder


class TimelineKind(StrEnum):
    """What an entry of the timeline is, which decides how it is drawn."""

    CALL = "call"  # somebody called a server's API
    MESSAGE = "message"  # a simulator notified the engine: a webhook or an event
    NOTE = "note"  # something changed its state inside one part
    TIME = "time"  # time passed for everybody


class TimelineEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that happened. `at` is real time in seconds; `sender` is where a note stands.

    `words` say it for people, `label` as it was on the wire.
    """

    at: float
    kind: TimelineKind
    sender: str
    receiver: str = ""
    label: str
    words: str = ""
    outcome: str = ""
    fault: str = ""
    bad: bool = False
    times: int = 1


class StepResult(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One step. `outcome` is passed, failed or skipped; `at` is when it began, in real seconds."""

    keyword: str
    name: str
    line: int
    outcome: str
    seconds: float = 0.0
    at: float = 0.0


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """Which scenario this is. `test` is the name of its test, which is unique in a run."""

    feature: str
    feature_file: str
    feature_line: int
    feature_description: str
    feature_tags: tuple[str, ...]
    keyword: str
    name: str
    line: int
    description: str
    tags: tuple[str, ...]
    test: str

    @property
    def example(self) -> str:
        """What tells the examples of an outline apart."""
        return self.test.partition("[")[2].removesuffix("]")


class ComparedRow(msgspec.Struct, frozen=True, kw_only=True):
    what: str
    in_ordo: str
    in_flourish: str
    by_the_rules: str = ""
    differs: bool = False


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """What is known about a failure. The journals and states are JSON as text.

    `step` is a step with its keyword, or says that it was before the first or after the last.
    """

    step: str
    expected: str
    seen: str
    near_miss: str
    message: str
    rows: tuple[ComparedRow, ...] = ()
    states: dict[str, msgspec.Raw] = {}
    journals: dict[str, msgspec.Raw] = {}
    trouble: tuple[str, ...] = ()


class ScenarioRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is kept of one scenario. `exercised` counts by the keys that `exercised.py` makes."""

    scenario: Scenario
    steps: tuple[StepResult, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    exercised: dict[str, int] = {}
    failure: Failure | None = None


_ENCODER = msgspec.json.Encoder()


def packed(scenario_record: ScenarioRecord) -> bytes:
    return _ENCODER.encode(scenario_record)


def unpacked(raw: bytes) -> ScenarioRecord:
    """The record as it arrived.

    Raises:
        msgspec.MsgspecError: it is no such record.
    """
    return decoder(ScenarioRecord)(raw)
