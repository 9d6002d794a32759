"""The README's tables of fields are made from the tables that read them.

`python tests/test_readme.py` writes them anew.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from generator.fields import Field, Schema
from generator.schemas import TITLES

README = Path(__file__).parent.parent / "README.md"
BLOCK = re.compile(r"(<!-- fields:(\w+) -->\n).*?(<!-- /fields -->)", re.DOTALL)


def field_table(fields: tuple[Field, ...]) -> str:
    """Return a Markdown table of fields."""
    lines = ["| Field | What it is | Expected |", "| --- | --- | --- |"]
    for field in fields:
        name = f"`{field.name}`" + (" (required)" if field.required else "")
        expected = field.kind.expected.replace("|", "\\|")
        lines.append(f"| {name} | {field.help} | {expected} |")
        lines += parts_of(field.name, field.kind.schema)
    return "\n".join(lines) + "\n"


def parts_of(name: str, schema: Schema) -> Iterator[str]:
    """Yield a line for each field of a field that is a table, and of the tables in it."""
    for part, of in schema.get("properties", {}).items():
        yield f"| `{name}.{part}` | {of['description']} | {allowed(of)} |"
        yield from parts_of(f"{name}.{part}", of)
    each = schema.get("additionalProperties")
    if isinstance(each, dict):  # a table of tables, with names of the writer's choice
        yield from parts_of(f"{name}.NAME", each)


def allowed(schema: Schema) -> str:
    """Say what a schema allows, where that is few words."""
    if "items" in schema:
        return f"a list, each {allowed(schema['items']) or 'a text'}"
    if "enum" in schema:
        return "one of " + ", ".join(schema["enum"])
    if "minimum" in schema:
        return f"a whole number from {schema['minimum']} to {schema['maximum']}"
    return {"boolean": "true or false"}.get(schema.get("type", ""), "")


def with_tables(text: str) -> str:
    """Return the README with its tables of fields as they are now."""
    return BLOCK.sub(lambda m: m[1] + field_table(TITLES[m[2]][1]) + m[3], text)


def test_the_readme_lists_every_field_as_the_reader_knows_it() -> None:
    text = README.read_text("utf-8")
    assert len(BLOCK.findall(text)) == len(TITLES)
    assert text == with_tables(text), "run: python tests/test_readme.py"


if __name__ == "__main__":
    README.write_text(with_tables(README.read_text("utf-8")), "utf-8")
