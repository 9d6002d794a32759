"""The JSON Schemas: their shape, and that they say what the readers do."""

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from generator.fields import Field
from generator.paths import SourcePath
from generator.project import read_config
from generator.reading.articles import ARTICLE_FIELDS, read_article
from generator.reading.people import AUTHOR_FIELDS, PAGE_FIELDS
from generator.schemas import TITLES, schema_for
from generator.site_fields import SITE_FIELDS
from generator.starting import STARTER

KINDS = {
    "article": ARTICLE_FIELDS,
    "author": AUTHOR_FIELDS,
    "page": PAGE_FIELDS,
    "site": SITE_FIELDS,
}
# What a schema may be made of here; editors know all of it.
KEYWORDS = {
    "$schema",
    "title",
    "description",
    "type",
    "properties",
    "additionalProperties",
    "required",
    "items",
    "anyOf",
    "enum",
    "pattern",
    "format",
    "minimum",
    "maximum",
}
TYPES = {"object", "array", "string", "boolean", "integer"}


def subschemas(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a schema and every schema within it."""
    yield schema
    inner = [*schema.get("properties", {}).values(), *schema.get("anyOf", [])]
    inner += [schema[name] for name in ("items", "additionalProperties") if name in schema]
    for each in inner:
        if isinstance(each, dict):
            yield from subschemas(each)


def test_every_kind_of_file_has_a_schema() -> None:
    assert set(TITLES) == set(KINDS)


@pytest.mark.parametrize("what", KINDS)
def test_a_schema_is_json_of_the_draft_it_names(what: str) -> None:
    schema = schema_for(what)
    assert json.loads(json.dumps(schema)) == schema
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["type"] == "object"


@pytest.mark.parametrize("what", KINDS)
def test_every_part_of_a_schema_is_well_formed(what: str) -> None:
    for each in subschemas(schema_for(what)):
        assert set(each) <= KEYWORDS
        assert "type" in each or "anyOf" in each or "enum" in each
        assert each.get("type", "object") in TYPES
        assert each.get("anyOf", ["one"]) != []
        assert set(each.get("required", [])) <= set(each.get("properties", {}))
        assert each.get("minimum", 0) <= each.get("maximum", 0) or "maximum" not in each
        if "pattern" in each:
            re.compile(each["pattern"])


@pytest.mark.parametrize("what", KINDS)
def test_a_schema_has_the_fields_of_the_reader_and_no_other(what: str) -> None:
    schema = schema_for(what)
    assert list(schema["properties"]) == [field.name for field in KINDS[what]]
    assert schema["additionalProperties"] is False
    assert schema.get("required", []) == [f.name for f in KINDS[what] if f.required]
    for field in KINDS[what]:
        assert schema["properties"][field.name]["description"] == field.help


@pytest.mark.parametrize("field", ARTICLE_FIELDS, ids=lambda field: field.name)
def test_a_pattern_holds_for_the_example_of_its_field(field: Field) -> None:
    pattern = field.kind.schema.get("pattern")
    if pattern and field.example:
        assert re.search(pattern, field.example)


def conforms(value: object, schema: dict[str, Any]) -> bool:
    """Whether a value is as a schema says: as much of JSON Schema as these use."""
    if "anyOf" in schema and not any(conforms(value, each) for each in schema["anyOf"]):
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    kinds = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}
    if "type" in schema and not isinstance(value, kinds[schema["type"]]):
        return False
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        return False
    if isinstance(value, list):
        return all(conforms(item, schema.get("items", {})) for item in value)
    if isinstance(value, dict):
        return _object_conforms(value, schema)
    return True


def _object_conforms(value: dict[str, object], schema: dict[str, Any]) -> bool:
    properties, rest = schema.get("properties", {}), schema.get("additionalProperties", True)
    if not set(schema.get("required", [])) <= set(value):
        return False
    for name, item in value.items():
        if name in properties:
            if not conforms(item, properties[name]):
                return False
        elif rest is False or (isinstance(rest, dict) and not conforms(item, rest)):
            return False
    return True


def test_the_starter_site_conforms_to_the_schema_of_site_toml() -> None:
    data = (STARTER / "site.toml").read_bytes()
    read_config(data)
    assert conforms(tomllib.loads(data.decode()), schema_for("site"))


GOOD = {"title": "T", "author": "Ada Reed", "date": "2025-11-28 09:30"}


@pytest.mark.parametrize(
    ("changes", "valid"),
    [
        ({}, True),
        ({"author": ["Ada Reed", {"name": "Ben Okri", "role": "photographs"}]}, True),
        ({"author": [{"name": "Ben Okri", "role": "cook"}]}, False),
        ({"tags": "One"}, True),
        ({"tags": ["One", "Two"]}, True),
        ({"tags": ["One, Two"]}, False),
        ({"draft": True}, True),
        ({"draft": "maybe"}, False),
        ({"withdrawn": True}, True),
        ({"withdrawn": "2025-11-29"}, True),
        ({"withdrawn": {"date": "2025-11-29", "text": "It was wrong."}}, True),
        ({"date": "yesterday"}, False),
        ({"date": "2025-11-28T09:30-05:00"}, True),
        ({"image": {"src": "x.png", "alt": "A picture"}}, True),
        ({"image": {"alt": "A picture"}}, False),
        ({"titel": "T"}, False),
        ({"corrections": [{"date": "2025-11-29", "text": "It was wrong."}]}, True),
        ({"corrections": [{"date": "2025-11-29"}]}, False),
    ],
)
def test_the_schema_of_an_article_accepts_what_the_reader_accepts(
    changes: dict[str, object], valid: bool
) -> None:
    front = GOOD | changes
    assert conforms(front, schema_for("article")) is valid
    lines = [f"{name}: {json.dumps(value)}" for name, value in front.items()]
    text = "\n".join(["---", *lines, "---", "Text.", ""])
    reading = read_article(SourcePath("content/articles/x.md"), text.encode())
    assert (reading.problems == ()) is valid


@pytest.mark.parametrize("name", sorted(set(GOOD)))
def test_a_required_field_is_required_by_both(name: str) -> None:
    front = {key: value for key, value in GOOD.items() if key != name}
    assert not conforms(front, schema_for("article"))
