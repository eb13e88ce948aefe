"""Safe by default: bodies, hosts and origins."""

import pytest

from foundation.guard import MalformedJsonError, is_own_host, is_own_origin, parse_json, whole_numbers


def test_json_is_parsed() -> None:
    """Plain JSON comes back as a value."""
    assert parse_json(b'{"a": [1, null]}') == {"a": [1, None]}


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b'{"a": NaN}', b"[1,]", b'{"a": "\\ud800"}'])
def test_what_is_no_json_is_refused(raw: bytes) -> None:
    """Bytes that are not JSON give an error that says so."""
    with pytest.raises(MalformedJsonError, match="not valid JSON"):
        parse_json(raw)


@pytest.mark.parametrize(("depth", "fits"), [(32, True), (33, False), (500, False)])
def test_nesting_has_a_limit(depth: int, fits: bool) -> None:  # noqa: FBT001 - a test's parameter
    """32 levels are taken, 33 are not, and 500 do no harm."""
    raw = b"[" * depth + b"]" * depth
    if fits:
        parse_json(raw)
    else:
        with pytest.raises(MalformedJsonError, match="nested"):
            parse_json(raw)


def test_nesting_beyond_what_the_parser_takes_is_refused_too() -> None:
    """A hundred thousand levels are refused as well."""
    with pytest.raises(MalformedJsonError):
        parse_json(b"[" * 100_000 + b"]" * 100_000)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1:8701", "[::1]:8701", "[::1]"])
def test_loopback_hosts_are_our_own(host: str) -> None:
    """Every way to write loopback is taken."""
    assert is_own_host(host)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:80",
        "localhost:8701@evil.example",
        "127.0.0.1:evil.example",
        "[::1]:80:evil.example",
        "[::1].evil.example",
        "localhost\n.evil.example",
        "",
    ],
)
def test_other_hosts_are_foreign(host: str) -> None:
    """A name that only begins like ours is foreign."""
    assert not is_own_host(host)


def test_a_host_can_be_allowed_by_name() -> None:
    """An allowed host is ours."""
    assert is_own_host("lab.example:80", {"lab.example"})


def test_origins_are_judged_by_their_host() -> None:
    """No origin and our own pages pass; another site's page does not, nor does a page without a host."""
    assert is_own_origin(None)
    assert is_own_origin("http://127.0.0.1:8701")
    assert not is_own_origin("https://evil.example")
    assert not is_own_origin("null")


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "http://a]b"])
def test_an_origin_that_is_no_url_is_foreign(origin: str) -> None:
    """What cannot be read is refused like any other foreign origin."""
    assert not is_own_origin(origin)


def test_whole_numbers_are_integers_however_written() -> None:
    """`2.0` is the integer 2 at every depth; what no floating-point number says exactly stays as it is."""
    value = whole_numbers({"a": [2.0, 2.5, {"b": -3.0}], "c": 1e300, "d": True, "e": "2.0"})
    assert str(value) == "{'a': [2, 2.5, {'b': -3}], 'c': 1e+300, 'd': True, 'e': '2.0'}"
