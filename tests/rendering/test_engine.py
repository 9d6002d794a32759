"""Templates of the program's own: as strict as layouts, and knowing nothing of a site."""

from pathlib import Path

import pytest
from jinja2 import UndefinedError

from generator.rendering.engine import OwnTemplates


@pytest.fixture
def templates(tmp_path: Path) -> OwnTemplates:
    (tmp_path / "greeting.html").write_text("<p>{{ name|loud }}</p>\n\n", "utf-8")
    (tmp_path / "site.html").write_text("{{ site.title }}", "utf-8")
    return OwnTemplates(tmp_path, {"loud": str.upper})


def test_values_are_escaped_and_lines_are_settled(templates: OwnTemplates) -> None:
    assert templates.text("greeting.html", name="<b>\x00") == "<p>&lt;B&gt;</p>\n"


def test_a_name_that_is_not_given_is_a_mistake(templates: OwnTemplates) -> None:
    with pytest.raises(UndefinedError):
        templates.text("site.html")
