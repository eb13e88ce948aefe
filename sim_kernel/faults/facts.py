"""What a fault's matcher looks at: the plain facts of a call or a delivery, and the ids that it speaks of."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from foundation.guard import MalformedJsonError, parse_json

ORDER = "order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts of one call or delivery; `body` is read only when a matcher asks for an id."""

    plain: Mapping[str, str]
    body: Callable[[], bytes]

    def fit(self, name: str, pattern: str) -> bool:
        """Whether the fact of this name fits a glob pattern; of ids, whether any does."""
        if name == ORDER:
            return any(fnmatchcase(identity, pattern) for identity in self._ids())
        return fnmatchcase(self.plain.get(name, ""), pattern)

    def _ids(self) -> Iterator[str]:
        """Whatever may be an id: the parts of the path, and the values of the body's fields that name one."""
        yield from self.plain.get("path", "").split("/")
        try:
            yield from _named_ids(parse_json(self.body()))
        except MalformedJsonError:
            return


def _named_ids(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    match value:
        case dict():
            for name, inner in value.items():
                if (name == "id" or name.endswith("_id")) and isinstance(inner, str | int):
                    yield str(inner)
                else:
                    yield from _named_ids(inner)
        case list():
            for inner in value:
                yield from _named_ids(inner)
        case _:
            return
