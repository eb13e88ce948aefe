"""The stage table: every pair of stage and event, spelled out once more by hand."""

from itertools import product

import pytest

from integration_engine.core.order import CommandKind, Stage
from integration_engine.core.order_stages import (
    COMMANDS_OF,
    IGNORED,
    REPORTS,
    STAGE_AFTER,
    EventKind,
    stands,
)

# Rows are events, columns stages; "-" changes nothing. N new, R resolving, P posting, S seeking, L placed
# ("lies in Flourish"), X refused, C closed.
COLUMNS = "NRPSLXC"
STAGES = dict(zip(COLUMNS, (*list(Stage)[:5], Stage.REFUSED, Stage.CLOSED), strict=True))
EXPECTED = """
confirmed              R - - - - R -
confirmation_outdated  - - - - - - -
hinted                 - R P S L X -
parties_resolved       - P - - - - -
look_first             - - S - - - -
attempt_started        - - S - - - -
accepted_without_id    - - - S - - -
post_unclear           - - - S - - -
order_not_yet          - - - S - - -
order_absent           - - - P - - -
order_seen             - L L L L L -
order_ended            - C C C C C -
foreign_order_seen     - R P S - X -
order_gone             - - - - L - -
hint_was_wrong         - R P S - X -
refused                - X - X - - -
call_failed            - R P S L X -
"""
TABLE = {
    (STAGES[column], EventKind(row.split()[0])): None if after == "-" else STAGES[after]
    for row in EXPECTED.strip().splitlines()
    for column, after in zip(COLUMNS, row.split()[1:], strict=True)
}


@pytest.mark.parametrize(("stage", "kind"), list(product(Stage, EventKind)))
def test_every_pair_leads_where_it_should(stage: Stage, kind: EventKind) -> None:
    """Each event in each stage leads to the stage written in the table above, or changes nothing."""
    assert STAGE_AFTER.get((stage, kind)) == TABLE[(stage, kind)]
    assert ((stage, kind) in IGNORED) == (TABLE[(stage, kind)] is None)


def test_the_table_is_total() -> None:
    """No pair is forgotten and none is both meaningful and ignored."""
    assert STAGE_AFTER.keys() | IGNORED == set(product(Stage, EventKind))
    assert not STAGE_AFTER.keys() & IGNORED


def test_an_order_is_sent_from_one_stage_only() -> None:
    """Sending stands only in the stage in which nothing of the order is in Flourish."""
    assert [stage for stage in Stage if CommandKind.POST_ORDER in COMMANDS_OF[stage]] == [Stage.POSTING]


@pytest.mark.parametrize(("stage", "command"), list(product(Stage, CommandKind)))
def test_what_still_stands(stage: Stage, command: CommandKind) -> None:
    """Reports stand in every stage until delivered, Flourish calls only in the stages they belong to."""
    assert stands(stage, command) == (command in REPORTS or command in COMMANDS_OF[stage])
