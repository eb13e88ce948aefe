"""A process with a name puts it where a balancer can read it."""

import re

import pytest

from sim_flourish.app import FlourishConfig, create_app
from sim_kernel.ids import Ids


def test_every_credential_of_a_named_process_carries_its_name() -> None:
    """The tenant's id, the API key, its username and the back-office token."""
    app = create_app(FlourishConfig(shard="a7"))
    try:
        made = app.test_client().post("/_sim/tenants", json={}).get_json()
    finally:
        app.extensions["simulator"].close()
    shown = [made[name] for name in ("tenant", "username", "api_key", "back_office_token")]
    forms = (r"a7-t-\w+", r"api-a7-\w+", r"fl_a7\.[\w-]+", r"bo_a7\.[\w-]+")
    assert [text for form, text in zip(forms, shown, strict=True) if not re.fullmatch(form, text)] == []


def test_without_a_name_nothing_is_added() -> None:
    """As it was before there were several processes."""
    ids = Ids(seed="1")
    assert (ids.mark, ids.secret("fl_").startswith("fl_"), "." in ids.secret("fl_")) == ("", True, False)


@pytest.mark.parametrize("name", ["A", "a-b", "a" * 17, "a."])
def test_a_name_that_no_balancer_could_read_is_refused(name: str) -> None:
    """Small letters and digits, sixteen at most."""
    with pytest.raises(ValueError, match="small letters and digits"):
        create_app(FlourishConfig(shard=name))
