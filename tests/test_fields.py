"""Fields: the reader, its messages and the schema for editors come from one table, and agree."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.fields import (
    FLAG,
    LANGUAGE,
    LOCAL_PATH,
    SITE_ADDRESS,
    TEXT,
    TIME_ZONE,
    WEB_ADDRESS,
    WHEN,
    Entries,
    Entry,
    Field,
    Kind,
    Node,
    Notes,
    choice,
    either,
    list_of,
    mapping_of,
    schema_of,
    shown,
    table,
    whole_number,
)
from generator.reading.articles import ARTICLE_FIELDS
from generator.reading.people import AUTHOR_FIELDS, PAGE_FIELDS
from generator.site_fields import SITE_FIELDS

TABLES = {
    "articles": ARTICLE_FIELDS,
    "authors": AUTHOR_FIELDS,
    "pages": PAGE_FIELDS,
    "site.toml": SITE_FIELDS,
}
EVERY_FIELD = [(name, field) for name, fields in TABLES.items() for field in fields]


def node(value: object) -> Node:
    """A value as a reader of front matter or TOML would hand it over."""
    if isinstance(value, Mapping):
        return Node(Entries(tuple(Entry(k, 1, 1, node(v)) for k, v in value.items())), 1, 1)
    if isinstance(value, list):
        return Node(tuple(map(node, value)), 1, 1)
    assert value is None or isinstance(value, str | int | float | bool)
    return Node(value, 1, 1)


def reads(kind: Kind[Any], value: object) -> bool:
    notes = Notes("x")
    found = kind.read(node(value), "field", notes)
    assert found is not None or notes.problems or value is False, "refused without a word"
    return not notes.problems


def fits(schema: Mapping[str, Any], value: object) -> bool:
    """Whether a value fits a schema: as much of JSON Schema as our schemas use."""
    checks: dict[str, Callable[[Any], object]] = {
        "type": lambda wanted: _is_a(wanted, value),
        "enum": lambda options: value in options,
        "pattern": lambda pattern: isinstance(value, str) and re.search(pattern, value),
        "format": lambda _: True,
        "description": lambda _: True,
        "minimum": lambda least: isinstance(value, int) and value >= least,
        "maximum": lambda most: isinstance(value, int) and value <= most,
        "anyOf": lambda schemas: any(fits(each, value) for each in schemas),
        "items": lambda each: isinstance(value, list) and all(fits(each, item) for item in value),
        "properties": lambda known: all(
            fits(known[key], item) for key, item in _items(value) if key in known
        ),
        "additionalProperties": lambda rest: _others_fit(rest, schema, value),
        "required": lambda names: set(names) <= {key for key, _ in _items(value)},
    }
    return all(checks[word](argument) for word, argument in schema.items())


def _is_a(wanted: str, value: object) -> bool:
    if isinstance(value, bool):
        return wanted == "boolean"
    kinds = {"string": str, "integer": int, "array": list, "object": dict}
    return wanted in kinds and isinstance(value, kinds[wanted])


def _items(value: object) -> Sequence[tuple[str, object]]:
    return list(value.items()) if isinstance(value, dict) else []


def _others_fit(rest: object, schema: Mapping[str, Any], value: object) -> bool:
    others = [item for key, item in _items(value) if key not in schema.get("properties", {})]
    if isinstance(rest, Mapping):
        return all(fits(rest, item) for item in others)
    return bool(rest) or not others


def every_schema(schema: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """A schema and all within it."""
    within = [*schema.get("anyOf", ()), *schema.get("properties", {}).values()]
    within += [each for word in ("items", "additionalProperties")
               if isinstance(each := schema.get(word), Mapping)]  # fmt: skip
    return [schema, *(found for each in within for found in every_schema(each))]


@pytest.mark.parametrize("name", TABLES)
def test_a_tables_schema_is_json_schema(name: str) -> None:
    schema = schema_of(TABLES[name])
    assert json.loads(json.dumps(schema)) == schema
    for each in every_schema(schema):
        assert {"type", "anyOf", "enum"} & set(each), f"says nothing: {each}"
        assert each.get("type", "string") in {"string", "boolean", "integer", "array", "object"}
        re.compile(each.get("pattern", ""))
        assert set(each.get("required", ())) <= set(each.get("properties", ()))


@pytest.mark.parametrize(("name", "field"), EVERY_FIELD)
def test_every_field_says_what_it_is_for(name: str, field: Field) -> None:
    schema = schema_of(TABLES[name])
    assert schema["properties"][field.name]["description"] == field.help
    assert field.help.endswith(".")
    assert field.kind.expected
    assert (field.name in schema.get("required", ())) == field.required


@pytest.mark.parametrize(("name", "field"), [each for each in EVERY_FIELD if each[1].example])
def test_every_example_is_one(name: str, field: Field) -> None:
    example = json.loads(field.example) if name == "site.toml" else field.example
    assert reads(field.kind, example)
    assert fits(field.kind.schema, example)


CREDITS = next(each.kind for each in ARTICLE_FIELDS if each.name == "author")
IMAGE = next(each.kind for each in ARTICLE_FIELDS if each.name == "image")
TAGS = next(each.kind for each in ARTICLE_FIELDS if each.name == "tags")
SECTIONS = next(each.kind for each in SITE_FIELDS if each.name == "sections")
PERMALINK = next(each.kind for each in SITE_FIELDS if each.name == "permalink")

TAKEN: list[tuple[Kind[Any], list[object]]] = [
    (TEXT, ["a", "a  b", "42"]),
    (FLAG, [True, False]),
    (WHEN, ["2025-11-28", "2025-11-28 09:30", "2025-11-28T09:30:00+05:30"]),
    (WEB_ADDRESS, ["https://example.com/", "http://a"]),
    (LANGUAGE, ["en", "es-419", "zh-Hant-TW"]),
    (TIME_ZONE, ["UTC", "America/Havana"]),
    (LOCAL_PATH, ["a.jpg", "../a b.jpg", "/images/a.jpg"]),
    (SITE_ADDRESS, ["/", "/old/place/", "/a.html"]),
    (choice(["a", "b"]), ["a"]),
    (whole_number(1, 5), [1, 5]),
    (list_of(FLAG), [[], [True, False]]),
    (list_of(TEXT, one_will_do=True), ["a", ["a", "b"]]),
    (CREDITS, ["A", ["A", {"name": "B"}], [{"name": "B", "role": "video"}]]),
    (IMAGE, ["a.jpg", {"src": "a.jpg", "alt": "x"}]),
    (TAGS, ["Cuba", ["Cuba", "Law and Rights"]]),
    (SECTIONS, [{}, {"news": "News", "sport": {"name": "Sport", "description": "x"}}]),
    (PERMALINK, ["/{slug}/", "/{year}/{slug}.html"]),
]
REFUSED: list[tuple[Kind[Any], list[object]]] = [
    (TEXT, [1, True, ["a"], {"a": "b"}, None]),
    (FLAG, ["on", 1, [True], None]),
    (WHEN, ["today", "2025-11-28 9:30", 20251128, ["2025-11-28"]]),
    (WEB_ADDRESS, ["example.com", "ftp://a", "https://a b", 'https://a"b', "javascript:alert(1)"]),
    (LANGUAGE, ["English", "EN", "e", "en_US", "en-"]),
    (LOCAL_PATH, ["https://a", "javascript:x", "a\\b", " "]),
    (SITE_ADDRESS, ["old", "/a b", "/a?b", "/a#b", "https://a/"]),
    (choice(["a", "b"]), ["c", "A", 1, ["a"]]),
    (whole_number(1, 5), [0, 6, True, "x", 1.5]),
    (list_of(FLAG), [True, ["x"], {"a": True}]),
    (CREDITS, [1, [1], [{"role": "video"}], [{"name": "B", "role": "x"}], {"x": "y"}]),
    (IMAGE, [["a.jpg"], {"alt": "x"}, {"src": "a.jpg", "width": "x"}]),
    (TAGS, ["a, b", [["a"]]]),
    (SECTIONS, ["news", {"news": 1}, {"news": {"description": "x"}}]),
    (PERMALINK, ["/{year}/", "{slug}/", "/{slug}"]),
]


def cases(table: list[tuple[Kind[Any], list[object]]]) -> list[tuple[Kind[Any], object]]:
    return [(kind, value) for kind, values in table for value in values]


@pytest.mark.parametrize(("kind", "value"), cases(TAKEN))
def test_what_the_schema_allows_the_reader_takes(kind: Kind[Any], value: object) -> None:
    assert fits(kind.schema, value)
    assert reads(kind, value)


@pytest.mark.parametrize(("kind", "value"), cases(REFUSED))
def test_what_the_schema_forbids_the_reader_refuses(kind: Kind[Any], value: object) -> None:
    assert not fits(kind.schema, value)
    assert not reads(kind, value)


def test_front_matter_says_yes_in_words_that_are_texts() -> None:
    for word, meaning in {"true": True, "Yes": True, "FALSE": False, "no": False}.items():
        assert FLAG.read(node(word), "draft", Notes("x")) is meaning


def test_a_number_may_be_a_text() -> None:
    assert whole_number(1, 5).read(node("3"), "size", Notes("x")) == 3


def test_a_text_is_put_on_one_line() -> None:
    assert TEXT.read(node("  a \n  b\t c "), "title", Notes("x")) == "a b c"


def test_a_mapping_keeps_its_order_and_what_could_be_read() -> None:
    notes = Notes("x")
    kind = mapping_of(FLAG, "a table")
    assert kind.read(node({"b": True, "a": "x", "c": True}), "t", notes) == (
        ("b", True), ("c", True),
    )  # fmt: skip
    assert [problem.field for problem in notes.problems] == ["t.a"]


def test_a_table_with_a_fault_makes_nothing() -> None:
    kind = either(TEXT, table([Field("a", TEXT, "x", required=True)], lambda v: str(v["a"]), "t"))
    assert kind.read(node({"a": "x"}), "f", Notes("x")) == "x"
    assert kind.read(node({"a": "x", "b": "y"}), "f", Notes("x")) is None


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "nothing"), (True, "true"), (5, "5"), (1.5, "1.5"), ("x", '"x"'),
        ([], "an empty list"), (["x"], "a list"), ({}, "a mapping"),
        ("x" * 60, '"' + "x" * 60 + '"'),
        ("x" * 61, '"' + "x" * 57 + '..."'),
    ],
)  # fmt: skip
def test_a_value_is_shown_as_it_was_written(value: object, said: str) -> None:
    assert shown(node(value)) == said


@pytest.mark.parametrize(
    ("name", "assign", "value", "line"),
    [
        ("date", ": ", "2025-11-28", "date: 2025-11-28"),
        ("corrections[2].date", ": ", "2025-11-28", "date: 2025-11-28"),
        ("aliases[1]", ": ", "/old/", "aliases: /old/"),
        ("publisher.url", " = ", "https://a/", 'url = "https://a/"'),
        ("base_url", " = ", '"https://a"', 'base_url = "https://a"'),
        ("menu", " = ", "[..., ...]", "menu = [..., ...]"),
    ],
)
def test_a_hint_can_be_pasted_where_the_field_stands(
    name: str, assign: str, value: str, line: str
) -> None:
    assert Notes("x", assign).example(name, value) == line


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


@given(anything, st.sampled_from(EVERY_FIELD))
def test_any_value_is_taken_or_refused_with_a_word(value: object, named: tuple[str, Field]) -> None:
    reads(named[1].kind, value)
