"""Reads a page the way a browser without scripts does: which elements there are, and what they say."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"meta", "input", "br", "img", "link", "hr"})


@dataclass(slots=True)
class Element:
    """An element with its attributes, its own text and its children."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Element]" = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text inside, blanks evened out."""
        return " ".join(" ".join([*self.texts, *(child.text for child in self.children)]).split())

    def all(self, name: str, **attributes: str) -> "Iterator[Element]":
        """Every element of this name below, whose attributes contain the given words (`kind` is class)."""
        for child in self.children:
            wanted = {("class" if key == "kind" else key): value for key, value in attributes.items()}
            if child.name == name and all(
                value in child.attributes.get(key, "").split() for key, value in wanted.items()
            ):
                yield child
            yield from child.all(name, **attributes)

    def one(self, name: str, **attributes: str) -> "Element":
        """The only such element."""
        (found,) = self.all(name, **attributes)
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("page")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        last = self._open.pop()
        assert last.name == tag, f"</{tag}> closes <{last.name}>"

    def handle_data(self, data: str) -> None:
        self._open[-1].texts.append(data)


def read_page(text: str) -> Element:
    """The page; an element that is not closed, or closed in the wrong place, is an AssertionError."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert len(reader._open) == 1, f"<{reader._open[-1].name}> is not closed"
    return reader.root
