"""Finds, among what did happen, what comes nearest to what was expected."""

import re
from collections import Counter
from collections.abc import Sequence
from math import log

from harness.report.scenario_record import Kind, TimelineEntry

_WORD = re.compile(r"[a-z][a-z0-9]{2,}")
_EMPTY_WORDS = frozenset(
    {"the", "and", "was", "for", "with", "which", "that", "from", "but", "not", "its", "has"}
)
_TRANSITION_WEIGHT = 1.5  # what became of something says more than who called whom


def near_miss(expected: str, timeline: Sequence[TimelineEntry]) -> TimelineEntry | None:
    """The happening that shares the rarest words with the expectation; of equals the latest.

    None when nothing happened at all; the last thing that happened when no word is shared.
    """
    told = [one for one in timeline if one.words]
    if not told:
        return None
    words = [_words(one.words) for one in told]
    common = Counter(word for each in words for word in each)
    wanted = _words(expected)

    def score(index: int) -> tuple[float, int]:
        shared = sum(log(1 + len(told) / common[word]) for word in wanted & words[index])
        weight = _TRANSITION_WEIGHT if told[index].kind is Kind.NOTE else 1.0
        return shared * weight, index

    return told[max(range(len(told)), key=score)]


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower())) - _EMPTY_WORDS
