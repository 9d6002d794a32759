"""The README's tables of fields are made from the tables that read them.

`python tests/test_readme.py` writes them anew.
"""

import re
from pathlib import Path

from generator.fields import Field
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
    return "\n".join(lines) + "\n"


def with_tables(text: str) -> str:
    """Return the README with its tables of fields as they are now."""
    return BLOCK.sub(lambda m: m[1] + field_table(TITLES[m[2]][1]) + m[3], text)


def test_the_readme_lists_every_field_as_the_reader_knows_it() -> None:
    text = README.read_text("utf-8")
    assert len(BLOCK.findall(text)) == len(TITLES)
    assert text == with_tables(text), "run: python tests/test_readme.py"


if __name__ == "__main__":
    README.write_text(with_tables(README.read_text("utf-8")), "utf-8")
