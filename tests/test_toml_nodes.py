"""Where the values of site.toml stand: tomllib says what they mean, a scan of the lines where."""

import pytest

from generator.fields import Entries, Node, Notes
from generator.toml_nodes import read_toml


def root(text: str | bytes) -> Node:
    notes = Notes("site.toml")
    node = read_toml(text.encode() if isinstance(text, str) else text, notes)
    assert notes.problems == []
    assert node is not None
    return node


def at(text: str, *path: str | int) -> tuple[object, int, int]:
    """What stands at a path, and where."""
    node = root(text)
    for part in path:
        if isinstance(part, int):
            assert isinstance(node.value, tuple)
            node = node.value[part]
        else:
            assert isinstance(node.value, Entries)
            [node] = [entry.node for entry in node.value.entries if entry.key == part]
    return node.value, node.line, node.column


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("a = 1", ["a"], (1, 1, 5)),
        ('\n  a   =   "x"', ["a"], ("x", 2, 11)),
        ('"a b" = true', ["a b"], (True, 1, 9)),
        ("'a' = 1.5", ["a"], (1.5, 1, 7)),
        ("[t]\na = 1\n[u]\na = 2", ["u", "a"], (2, 4, 5)),
        ("[t.u]\na = 1", ["t", "u", "a"], (1, 2, 5)),
        ("t.u = 1", ["t", "u"], (1, 1, 7)),
        ("[[m]]\na = 1\n[[m]]\na = 2", ["m", 1, "a"], (2, 4, 5)),
        ("a = 2025-11-28", ["a"], ("2025-11-28", 1, 5)),
        ("a = 2025-11-28T09:30:00Z", ["a"], ("2025-11-28T09:30:00+00:00", 1, 5)),
    ],
)
def test_a_value_knows_its_line_and_column(
    text: str, path: list[str | int], expected: tuple[object, int, int]
) -> None:
    assert at(text, *path) == expected


def test_what_the_scan_cannot_see_has_the_place_of_what_it_stands_in() -> None:
    assert at("a = [\n  1,\n  2,\n]", "a", 1) == (2, 1, 5)
    assert at("x = 1\na = { b = 5 }", "a", "b") == (5, 2, 5)


def test_a_key_knows_its_own_place() -> None:
    value = root("\n[t]\n  a = 1").value
    assert isinstance(value, Entries)
    table = value.entries[0]
    assert (table.key, table.line, table.column) == ("t", 2, 2)
    assert isinstance(table.node.value, Entries)
    key = table.node.value.entries[0]
    assert (key.line, key.column) == (3, 3)


def test_lines_may_end_as_on_any_system() -> None:
    assert at("a = 1\r\nb = 2\r\n", "b") == (2, 2, 5)


def test_a_byte_order_mark_is_passed_over() -> None:
    assert at("\ufeffa = 1", "a") == (1, 1, 5)


@pytest.mark.parametrize(
    ("text", "place"),
    [("a = 1\nb == 2", (2, 4)), ("a = [\n1,\n", (3, 1)), ("\n\na = nonsense", (3, 5))],
)
def test_a_fault_knows_its_place(text: str, place: tuple[int, int]) -> None:
    notes = Notes("site.toml")
    assert read_toml(text.encode(), notes) is None
    assert [(each.line, each.column) for each in notes.problems] == [place]
