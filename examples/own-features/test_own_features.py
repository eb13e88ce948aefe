"""Our features, and what they say that the steps of ordo-flourish do not know yet."""

from pytest_bdd import parsers, scenarios, then

scenarios("features")


@then(parsers.parse("the buyer has {count:d} orders in Flourish"))
def buyer_has_orders(story, flourish, count):
    """The lab's fixtures are here like any other: `flourish` is the warehouse, in a world of this scenario's own."""
    story.settle()
    assert len(flourish.desk.orders()) == count


def test_a_new_seller_starts_with_nothing(ordo, flourish):
    """The fixtures serve plain tests too."""
    assert list(ordo.rep.inventory()) == []
    assert list(flourish.desk.orders()) == []


def test_the_engine_is_idle_before_anything_happens(engine):
    """The engine under test, as one organization meets it."""
    assert engine.health().pending.due == 0
