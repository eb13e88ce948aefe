"""`alter`: an answer or a delivery carries one value that is not the true one, such as an unknown status."""

from dataclasses import dataclass, replace
from typing import Any

import orjson

from sim_kernel.answers import Answer
from sim_kernel.delivery import Delivery
from sim_kernel.faults.fault import FaultedCall, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class AlterFault:
    """Sets the value at the JSON pointer `pointer` to `value`, where that place exists."""

    pointer: str
    value: Any

    def around(self, call: FaultedCall, work: Work) -> Answer:  # noqa: ARG002 - one interface for all
        """Answers with the altered value."""
        answer = work()
        return replace(answer, body=None, raw=self._altered(answer.content()))

    def shape(self, delivery: Delivery) -> list[Delivery]:
        """Queues the altered delivery; it is signed afterwards, so its signature is right."""
        delivery.body = self._altered(delivery.body)
        return [delivery]

    def _altered(self, content: bytes) -> bytes:
        try:
            whole = orjson.loads(content)
        except orjson.JSONDecodeError:  # nothing, or a picture: no place in it can be pointed to
            return content
        *path, last = (step.replace("~1", "/").replace("~0", "~") for step in self.pointer.split("/")[1:])
        node = whole
        for step in path:
            node = _child(node, step)
        if isinstance(node, list) and last in _indexes(node):
            node[int(last)] = self.value
        elif isinstance(node, dict) and last in node:
            node[last] = self.value
        return orjson.dumps(whole)


def _child(node: Any, step: str) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(node, dict):
        return node.get(step)
    if isinstance(node, list) and step in _indexes(node):
        return node[int(step)]
    return None


def _indexes(node: list[Any]) -> set[str]:
    """What a pointer can call the list's places."""
    return {str(index) for index in range(len(node))}
