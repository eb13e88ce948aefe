"""Bad input is the caller's error, in the vendor's envelope, and changes nothing."""

import pytest

from tests.unit.flourish.company import API, Company, message

DEEP = b'{"order_lines":' + b"[" * 200 + b"]" * 200 + b"}"


@pytest.mark.parametrize(
    ("raw", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"null", "application/json", 400),
        (b'"text"', "application/json", 400),
        (b'{"destination": NaN}', "application/json", 400),
        (DEEP, "application/json", 400),
        (b"{}", "text/plain", 415),
        (b"a=1", "application/x-www-form-urlencoded", 415),
        (b" " * (5 * 1024 * 1024), "application/json", 413),
    ],
)
@pytest.mark.parametrize("path", ["/outbound-orders", "/destinations", "/customers", "/retail-orders"])
def test_a_body_that_is_no_order(
    company: Company, path: str, raw: bytes, content_type: str, status: int
) -> None:
    """Refused with its status, never with ours."""
    headers = {"x-api-key": company.api_key, "FacilityID": company.facility_id}
    answer = company.client.post(API + path, data=raw, content_type=content_type, headers=headers)
    assert message(answer, status)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("DELETE", "/outbound-orders/00000001", 405),
        ("GET", "/items/%00", 404),
        ("GET", "/items/1%2F2", 404),
        ("GET", "/outbound-orders/-1", 404),
    ],
)
def test_an_address_that_does_not_exist(company: Company, method: str, path: str, status: int) -> None:
    """Also unknown routes answer in the envelope."""
    assert message(company.api(method, path), status)


@pytest.mark.parametrize("moment", ["2999-12-31T23:59:59-01:00", "1000-01-01T00:00:00+01:00"])
def test_a_time_that_no_answer_can_show_is_refused(company: Company, moment: str) -> None:
    """An offset can lead out of the years that are written with four digits from 1000 on."""
    company.item()
    body = company.order_body(order_timestamp=moment)
    assert "must be in the years 1000 to 2999" in message(company.api("POST", "/outbound-orders", body))


def test_a_wrong_option_makes_no_tenant(company: Company) -> None:
    """Each option of a new tenant is checked."""
    bodies: tuple[dict[str, object], ...] = (
        {"items": -1},
        {"items": "many"},
        {"facility": {"colour": "red"}},
        {"facility": []},
        {"settings": {"colour": "red"}},
        {"settings": {"bare_post_response": "yes"}},
        {"colour": "red"},
    )
    for body in bodies:
        answer = company.client.post("/_sim/tenants", json=body)
        assert answer.status_code == 422, (body, answer.text)
