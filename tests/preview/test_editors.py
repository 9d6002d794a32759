"""Links into the editor of whoever previews."""

from pathlib import Path

import pytest

from generator.desk.addresses import editor_link
from generator.errors import UsageError
from generator.preview.editors import NO_EDITOR, PATTERNS, editor_named

ROOT = Path("/srv/ana/my site")


@pytest.mark.parametrize(
    ("wanted", "commands", "name"),
    [
        ("zed", ("code",), "zed"),
        ("", ("", "subl --wait"), "subl"),
        ("", ("/usr/bin/code", "vim"), "code"),
        ("", ("vim", "nano"), "code"),
        ("", (), "code"),
    ],
)
def test_the_editor_is_the_one_that_is_named_or_else_the_systems(
    wanted: str, commands: tuple[str, ...], name: str
) -> None:
    assert editor_named(wanted, commands).pattern == PATTERNS[name]


def test_an_editor_may_be_an_address() -> None:
    pattern = "my-editor://open?file={path}&line={line}"
    assert editor_named(pattern).pattern == pattern


def test_no_editor_has_no_links() -> None:
    assert editor_named("none", ("code",)) == NO_EDITOR
    assert editor_link(NO_EDITOR.within(ROOT), "content/a.md", 3, 1) == ""


@pytest.mark.parametrize(
    "wrong", ["notepad", "my://", "my://{file}", "{path}", "my://{path}{", "{0}"]
)
def test_what_is_no_editor_is_named(wrong: str) -> None:
    with pytest.raises(UsageError, match="--editor: expected code, "):
        editor_named(wrong)


@pytest.mark.parametrize("name", PATTERNS)
def test_a_link_leads_to_the_file_and_the_line(name: str) -> None:
    link = editor_link(editor_named(name).within(ROOT), "content/ñ.md", 37, 5)
    assert "/srv/ana/my%20site/content/%C3%B1.md" in link
    assert "37" in link
