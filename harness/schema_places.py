"""Finds its way in `schemas/`: operations, messages, shapes and fields, each with where it comes from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from posixpath import normpath
from typing import Any

from foundation.contract import load_document
from foundation.provenance import Provenance, provenance_of

Json = Any
DOCUMENTS: Mapping[str, Sequence[str]] = {
    "flourish": ("flourish/openapi.json", "flourish/v2_openapi.json"),
    "ordo": ("ordo/integration_openapi.json",),
}
"""What an engine calls and receives, by the simulator."""
JSON_BODY = ("content", "application/json", "schema")
_PUT_TOGETHER = ("allOf", "anyOf", "oneOf")


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaPlace:
    """A node of a file below `schemas/`, its way from the top, and its provenance."""

    document: str
    way: tuple[str, ...]
    node: Json
    provenance: Provenance

    @property
    def name(self) -> str:
        """The file, and the name of the definition inside it, if it is one."""
        return " ".join((self.document, *self.way[-1:]))

    @property
    def reference(self) -> str:
        """The place as a reference names it from `schemas/`."""
        steps = (step.replace("~", "~0").replace("/", "~1") for step in self.way)
        return "".join((f"{self.document}#", *(f"/{step}" for step in steps)))

    @property
    def children(self) -> "dict[str, SchemaPlace]":
        """What is directly inside the target, by name or by number."""
        target = self.target
        node = target.node
        steps = node if isinstance(node, dict) else map(str, range(len(node)))
        return {step: child for step in steps if (child := target.inner(step)) is not None}

    def inner(self, *steps: str) -> "SchemaPlace | None":
        """What is further inside; None when there is nothing. References on the way are followed."""
        if not steps:
            return self
        own = isinstance(self.node, dict) and steps[0] in self.node
        around = self if own else self.target
        if isinstance(around.node, list):
            node = around.node[int(steps[0])]
        elif isinstance(around.node, dict) and steps[0] in around.node:
            node = around.node[steps[0]]
        else:
            return None
        lent = around.provenance
        found = SchemaPlace(
            document=around.document,
            way=(*around.way, steps[0]),
            node=node,
            provenance=provenance_of(node, lent) if isinstance(node, dict) else lent,
        )
        return found.inner(*steps[1:])

    @property
    def target(self) -> "SchemaPlace":
        """This place, or the one that it refers to."""
        place = self
        while isinstance(place.node, dict) and "$ref" in place.node:
            place = place.referred
        return place

    @property
    def referred(self) -> "SchemaPlace":
        """What the reference of this place names, which may be a reference again."""
        file, _, pointer = self.node["$ref"].partition("#")
        folder = PurePosixPath(self.document).parent.as_posix()
        document = normpath(f"{folder}/{file}") if file else self.document
        found = whole(document).inner(*_steps(pointer))
        if found is None:
            raise LookupError(f"{self.document} refers to {self.node['$ref']}, which is not there")
        return found

    def forms(self) -> "Iterator[SchemaPlace]":
        """The target, and every part that it is put together from."""
        target = self.target
        if not isinstance(target.node, dict):
            return
        yield target
        for key in _PUT_TOGETHER:
            for choice in target.children[key].children.values() if key in target.node else ():
                yield from choice.forms()

    def field(self, path: str) -> "SchemaPlace | None":
        """A field, named as `order_lines[].sku`, or `[].sku` in a list; None when it is not described."""
        found: list[SchemaPlace] = list(self.forms())
        for step in path.replace("[]", ".[]").removeprefix(".").split("."):
            steps = ("items",) if step == "[]" else ("properties", step)
            inner = [end for place in found if (end := place.inner(*steps)) is not None]
            ends, found = inner, [form for end in inner for form in end.forms()]
        return ends[0] if ends else None


def whole(document: str) -> SchemaPlace:
    """A whole file, for example `flourish/openapi.json`."""
    node = load_document(document)
    return SchemaPlace(document=document, way=(), node=node, provenance=provenance_of(node))


def operation(simulator: str, title: str) -> SchemaPlace | None:
    """An operation by method and path, for example `GET /items`; None when nobody described it."""
    method, _, path = title.partition(" ")
    found = (whole(name).inner("paths", path, method.lower()) for name in DOCUMENTS[simulator])
    return next((place for place in found if place is not None), None)


def message(simulator: str, topic: str) -> SchemaPlace | None:
    """The message of a topic, for example `order.confirmed`."""
    for document in DOCUMENTS[simulator]:
        hooks = whole(document).inner("webhooks")
        for hook in hooks.children.values() if hooks else ():
            body = hook.inner("post", "requestBody", *JSON_BODY)
            if body and PurePosixPath(body.target.document).stem == topic.replace(".", "_"):
                return hook.inner("post")
    return None


def bodies(of: SchemaPlace) -> Iterator[SchemaPlace]:
    """What an operation is sent, and what it answers when all is well."""
    if (sent := of.inner("requestBody", *JSON_BODY)) is not None:
        yield sent
    responses = of.inner("responses")
    for status, response in responses.children.items() if responses else ():
        answer = response.inner(*JSON_BODY)
        if status.startswith("2") and answer is not None:
            yield answer


def shapes(of: SchemaPlace) -> Mapping[str, Provenance]:
    """Every named shape with fields of its own that is met on the way into a body."""
    found: dict[str, Provenance] = {}
    _collect(of, found, set())
    return found


def _collect(
    place: SchemaPlace, found: dict[str, Provenance], seen: set[tuple[str, tuple[str, ...]]]
) -> None:
    for form in place.forms():
        if (form.document, form.way) in seen:
            continue
        seen.add((form.document, form.way))
        fields = form.node.get("properties", {})
        if fields and (not form.way or form.way[-2:-1] == ("$defs",)):
            found[form.name] = form.provenance
        inner = [*form.children["properties"].children.values()] if fields else []
        inner += [form.children[key] for key in ("items", "additionalProperties") if key in form.node]
        for child in inner:
            _collect(child, found, seen)


def _steps(pointer: str) -> list[str]:
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
