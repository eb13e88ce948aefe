"""Finds the near miss of a failure: the entry of the timeline that is most like what was expected."""

import re
from collections import Counter
from collections.abc import Sequence
from math import log

from harness.report.scenario_record import TimelineEntry, TimelineKind

_WORD = re.compile(r"[a-z][a-z0-9]{2,}")
_EMPTY_WORDS = frozenset(
    {"the", "and", "was", "for", "with", "which", "that", "from", "but", "not", "its", "has"}
)
_TRANSITION_WEIGHT = 1.5  # what became of something says more than who called whom


def near_miss(expected: str, timeline: Sequence[TimelineEntry]) -> TimelineEntry | None:
    """The entry that shares the rarest words with the expectation; of equals the latest.

    None when nothing happened at all; the last entry when no word is shared.
    """
    entries = [entry for entry in timeline if entry.words]
    if not entries:
        return None
    words = [_words(entry.words) for entry in entries]
    common = Counter(word for each in words for word in each)
    wanted = _words(expected)

    def score(index: int) -> tuple[float, int]:
        shared = sum(log(1 + len(entries) / common[word]) for word in wanted & words[index])
        weight = _TRANSITION_WEIGHT if entries[index].kind is TimelineKind.NOTE else 1.0
        return shared * weight, index

    return entries[max(range(len(entries)), key=score)]


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower())) - _EMPTY_WORDS
