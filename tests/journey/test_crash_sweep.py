"""The crash sweep notices an engine that does not survive being killed."""

import sys
from pathlib import Path

from tests.crash.places import never_met
from tests.crash.points import Point
from tests.programs import run_program

CHECKOUT = Path(__file__).parents[2]


def test_an_engine_that_sends_twice_after_a_kill_is_noticed() -> None:
    """Killed right after it sent, an engine that did not write it down before makes two orders."""
    sweep = (sys.executable, "-m", "tests.crash", "--processes", "1", "--story", "lives its life")
    wrong = ("--mutant", "does not write down that it is about to send", "-k", "killed after POST")
    ran = run_program(*sweep, *wrong, cwd=CHECKOUT)
    assert ran.returncode == 1, ran.stderr
    assert "one order in Flourish for it, but Flourish has 2" in ran.stdout
    assert "1 ended otherwise than undisturbed" in ran.stdout


def test_a_place_that_no_story_leads_to_is_named() -> None:
    """Which functions commit is read from the source, and what can wait to be done from its tables."""
    missed = never_met([Point(what="commit queue.work_loop:WorkLoop._step post_order")])
    assert "receive.receive_ordo_event:receive_ordo_event" in missed
    assert "queue.work_loop:_apply" in missed
    assert "sweep_orders" in missed
    assert not {"queue.work_loop:_step", "post_order"} & set(missed)
