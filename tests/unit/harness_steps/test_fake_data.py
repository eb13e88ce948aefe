"""Fake data is the same for the same seed, and unique where it must be."""

from harness.steps.context.fake_data import FakeData


def _some(data: FakeData) -> list[object]:
    return [data.brand(), data.sku(), data.license_number(), data.company(), data.price(), data.number()]


def test_the_same_seed_gives_the_same_data() -> None:
    """A failure can be repeated."""
    assert _some(FakeData(seed="7/a scenario")) == _some(FakeData(seed="7/a scenario"))


def test_other_scenarios_get_other_data() -> None:
    """Nothing passes because a name happens to be the same everywhere."""
    assert _some(FakeData(seed="7/a scenario")) != _some(FakeData(seed="7/another scenario"))


def test_data_does_not_depend_on_what_was_made_before() -> None:
    """Order and worker do not matter."""
    alone = _some(FakeData(seed="7/a scenario"))
    _some(FakeData(seed="7/another scenario"))
    assert _some(FakeData(seed="7/a scenario")) == alone


def test_skus_and_licenses_never_repeat() -> None:
    """What must be unique is."""
    data = FakeData(seed="7/a scenario")
    made = [data.sku() for _ in range(200)] + [data.license_number() for _ in range(200)]
    assert len(set(made)) == len(made)
