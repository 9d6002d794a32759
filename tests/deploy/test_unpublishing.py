"""Taking one address down: everywhere, and for good."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import cli
from generator.project import Project
from tests.site_kit import NOW, SITE_TOML, article, png, request, site, tree

TARGETS = """
[deploy.production]
to = "../www/courier"

[deploy.mirror]
to = "../mirror"
"""
SECRET = "Zanzibarian"  # a word of the article that is taken down, and of no other
FILES = {
    "site.toml": SITE_TOML + TARGETS,
    "content/articles/kept.md": article("Kept", image="/images/shared.png"),
    "content/articles/gone.md": article(
        f"{SECRET} title",
        f"{SECRET} text, ![{SECRET} alt](/images/own.png) and ![All](/images/shared.png)",
        tags=f"[{SECRET} tag, Common]",
        slug="gone",
        image="/images/own.png",
    ),
    "content/pages/about.md": "---\ntitle: About\ndraft: false\n---\nUs.\n",
    "content/images/own.png": png("red"),
    "content/images/shared.png": png("blue"),
}


@pytest.fixture
def courier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A site with two targets, deployed twice."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    made = site(tmp_path / "site", FILES)
    (tmp_path / "www").mkdir()
    for text in ("One.", "Two."):
        (made.root / "content/articles/kept.md").write_text(article("Kept", text))
        run(made, "build")
        for name in ("production", "mirror"):
            run(made, "deploy", name)
    return made


def test_no_byte_of_an_article_that_was_taken_down_is_at_any_target(courier: Project) -> None:
    before = tree(courier.root.parent / "mirror")
    run(courier, "unpublish", "/2025/11/gone/")
    for target in ("mirror", "www/courier"):
        after = tree(courier.root.parent / target)
        assert b"article has been withdrawn" in after["2025/11/gone/index.html"] or after
        assert [name for name, data in after.items() if SECRET.encode() in data] == []
        assert [name for name in after if name.startswith("media/own")] == []
        assert [n for n in before if n.startswith("media/shared")] == [
            n for n in after if n.startswith("media/shared")
        ]
