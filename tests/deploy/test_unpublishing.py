"""Taking one address down: everywhere, and for good."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import cli
from generator.deploy.guards import Doubtful
from generator.deploy.kinds.folder import Folder
from generator.deploy.target import DeployFailed
from generator.errors import BroadsheetError, UsageError
from generator.paths import SourcePath
from generator.reading.articles import read_article
from tests.site_kit import NOW, SITE_TOML, article, png, site, tree

TARGETS = """
[deploy.production]
to = "../www/courier"

[deploy.mirror]
to = "../mirror"
"""
SECRET = "Zanzibar"  # a word of the article that is taken down, and of no other
GONE = "content/articles/gone.md"
FILES: dict[str, str | bytes] = {
    "site.toml": SITE_TOML + TARGETS,
    GONE: article(
        f"{SECRET} title",
        f"{SECRET} text.\n\n![{SECRET}](/images/own.png)\n\n![All](/images/shared.png)",
        tags=f"[{SECRET}, Common]",
        slug="gone",
        image="/images/own.png",
    ),
    "content/pages/about.md": "---\ntitle: About\ndraft: false\n---\nUs.\n",
    "content/images/own.png": png("red"),
    "content/images/shared.png": png("blue"),
}


@dataclass(frozen=True)
class Courier:
    """A site, as somebody works with it at a terminal."""

    root: Path

    def run(self, *words: str) -> str:
        result = CliRunner().invoke(cli, ["-C", str(self.root), *words], standalone_mode=False)
        if result.exception:
            raise result.exception
        return result.output

    def at(self, target: str) -> dict[str, bytes]:
        """What a target shows, without what a deploy keeps there."""
        found = tree(self.root.parent / target)
        return {name: data for name, data in found.items() if not name.startswith(".broadsheet/")}


@pytest.fixture
def courier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Courier:
    """A site with two targets, deployed twice."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    (tmp_path / "www").mkdir()
    made = Courier(site(tmp_path / "site", FILES).root)
    for text in ("One.", "Two."):
        kept = made.root / "content/articles/kept.md"
        kept.write_text(article("Kept", f"{text}\n\n![All](/images/shared.png)"))
        made.run("build")
        for name in ("production", "mirror"):
            made.run("deploy", name)
    return made


def test_no_byte_of_an_article_that_was_taken_down_is_at_any_target(courier: Courier) -> None:
    before = courier.at("mirror")
    courier.run("unpublish", "/2025/11/gone/", "--text", "It was wrong.")
    for target in ("mirror", "www/courier"):
        after = courier.at(target)
        assert b"It was wrong." in after["2025/11/gone/index.html"]
        assert [name for name, data in after.items() if SECRET.encode() in data] == []
        assert [name for name in after if SECRET.lower() in name or "own" in name] == []
        assert {n for n in before if "shared" in n} == {n for n in after if "shared" in n}


def test_what_was_taken_down_cannot_be_brought_back_by_taking_back_a_deploy(
    courier: Courier,
) -> None:
    courier.run("unpublish", "/2025/11/gone/")
    with pytest.raises(UsageError, match="earlier deploys of production to take back: none"):
        courier.run("deploy", "--rollback")
    kept = tree(courier.root / ".broadsheet/deploys") | tree(courier.root.parent / "www")
    assert [name for name, data in kept.items() if SECRET.encode() in data] == []


def test_an_article_is_marked_with_the_moment_and_nothing_else_of_it_changes(
    courier: Courier,
) -> None:
    courier.run("unpublish", "https://example.com/2025/11/gone/", "--text", 'He said "no": so.')
    data = (courier.root / GONE).read_bytes()
    added = b'withdrawn:\n  date: 2025-12-01 12:00:00+00:00\n  text: "He said \\"no\\": so."\n'
    assert data == str(FILES[GONE]).encode().replace(b"---\nZ", added + b"---\nZ")
    read = read_article(SourcePath(GONE), data)
    assert read.problems == ()


def test_the_ends_of_lines_stay_those_of_the_file(courier: Courier) -> None:
    file = courier.root / GONE
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    courier.run("unpublish", "/2025/11/gone/")
    data = file.read_bytes()
    assert b"withdrawn:\r\n" in data
    assert data.count(b"\n") == data.count(b"\r\n")


def test_a_page_becomes_a_draft_and_its_address_is_recorded_as_gone(courier: Courier) -> None:
    courier.run("unpublish", "/about/")
    text = (courier.root / "content/pages/about.md").read_text()
    assert text == "---\ntitle: About\ndraft: true\n---\nUs.\n"
    assert '"/about/" = { gone = true }' in (courier.root / "addresses.toml").read_text()
    assert "about/index.html" not in courier.at("mirror")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/2025/11/gon/", 'got "/2025/11/gon/": did you mean "/2025/11/gone/"?'),
        ("/tags/common/", "lists, feeds and pictures go with the articles"),
        ("/2025/11/gone/x.png", "expected the address of an article or a page"),
    ],
)
def test_an_address_of_nothing_is_told_and_nothing_changes(
    courier: Courier, address: str, told: str
) -> None:
    before = tree(courier.root / "content")
    with pytest.raises(UsageError) as raised:
        courier.run("unpublish", address)
    assert told in str(raised.value)
    assert tree(courier.root / "content") == before


def test_one_target_that_fails_stops_no_other(courier: Courier) -> None:
    (courier.root.parent / "www").rename(courier.root.parent / "away")
    courier.run("unpublish", "/2025/11/gone/")
    assert [n for n, data in courier.at("mirror").items() if SECRET.encode() in data] == []


def test_with_no_deploy_only_the_sources_change(courier: Courier) -> None:
    before = courier.at("mirror")
    assert "Next: broadsheet unpublish /2025/11/gone/" in courier.run(
        "unpublish", "/2025/11/gone/", "--no-deploy"
    )
    assert courier.at("mirror") == before
    courier.run("build")
    courier.run("deploy", "mirror", "--yes")
    assert [n for n, data in courier.at("mirror").items() if SECRET.encode() in data] == []


def test_a_site_with_a_fault_is_not_touched(courier: Courier) -> None:
    (courier.root / "content/articles/new.md").write_text("---\ntitel: x\n---\n")
    before = tree(courier.root / "content")
    with pytest.raises(BroadsheetError, match="title"):
        courier.run("unpublish", "/2025/11/gone/")
    assert tree(courier.root / "content") == before


def test_a_target_that_failed_is_brought_along_by_running_it_again(courier: Courier) -> None:
    (courier.root.parent / "www").rename(courier.root.parent / "away")
    courier.run("unpublish", "/2025/11/gone/")
    (courier.root.parent / "away").rename(courier.root.parent / "www")
    assert "is taken down already" in courier.run("unpublish", "/2025/11/gone/")
    assert [n for n, data in courier.at("www/courier").items() if SECRET.encode() in data] == []
    with pytest.raises(UsageError, match="none is known here"):
        courier.run("deploy", "--rollback")


def test_caches_are_told_of_every_target(courier: Courier, tmp_path: Path) -> None:
    with (courier.root / "site.toml").open("a", encoding="utf-8") as file:
        file.write('base_url = "https://mirror.example"\n')
    courier.run("publish", "mirror", "--yes")
    courier.run("unpublish", "/2025/11/gone/", "--purge", str(tmp_path / "list"))
    lines = (tmp_path / "list").read_text().splitlines()
    assert "https://example.com/2025/11/gone/" in lines
    assert "https://mirror.example/2025/11/gone/" in lines


def test_a_page_that_was_taken_down_is_so_again(courier: Courier) -> None:
    courier.run("unpublish", "/about/", "--no-deploy")
    assert "about/index.html" in courier.at("mirror")
    assert "/about/ is taken down already" in courier.run("unpublish", "/about/")
    assert "about/index.html" not in courier.at("mirror")


def test_a_target_of_an_address_of_its_own_outlives_a_cleaning(courier: Courier) -> None:
    with (courier.root / "site.toml").open("a", encoding="utf-8") as file:
        file.write('base_url = "https://mirror.example"\n')
    courier.run("publish", "mirror")
    courier.run("clean")
    courier.run("unpublish", "/2025/11/gone/")
    for target in ("mirror", "www/courier"):
        assert [n for n, data in courier.at(target).items() if SECRET.encode() in data] == []


def test_what_was_withdrawn_by_hand_does_not_come_back_unasked(courier: Courier) -> None:
    file = courier.root / GONE
    file.write_text(file.read_text().replace("---\nZ", "withdrawn: true\n---\nZ"))
    courier.run("publish", "mirror", "--yes")
    with pytest.raises(Doubtful, match="would show again what is withdrawn now: /2025/11/gone/"):
        courier.run("deploy", "mirror", "--rollback")


def test_a_target_that_was_never_deployed_to_is_left_as_it_is(courier: Courier) -> None:
    with (courier.root / "site.toml").open("a", encoding="utf-8") as file:
        file.write('\n[deploy.other]\nto = "../other"\n')
    other = courier.root.parent / "other"
    other.mkdir()
    (other / "index.html").write_text("Ours.")
    told = courier.run("unpublish", "/2025/11/gone/")
    assert "other has no deploy that could show it" in told
    assert tree(other) == {"index.html": b"Ours."}
    assert [n for n, data in courier.at("mirror").items() if SECRET.encode() in data] == []


def test_what_caches_must_forget_is_written_also_where_the_host_does_not_forget(
    courier: Courier, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(_: object) -> None:
        raise DeployFailed("it does not")

    monkeypatch.setattr(Folder, "forget", refuse)
    courier.run("unpublish", "/2025/11/gone/", "--purge", str(tmp_path / "list"))
    assert "https://example.com/2025/11/gone/" in (tmp_path / "list").read_text().splitlines()


def test_a_site_of_somebody_elses_is_not_replaced_unasked(courier: Courier) -> None:
    with (courier.root / "site.toml").open("a", encoding="utf-8") as file:
        file.write('\n[deploy.other]\nto = "../other"\n')
    other = courier.root.parent / "other"
    other.mkdir()
    (other / "index.html").write_text("Ours.")
    with pytest.raises(Doubtful, match="a site stands there that was not deployed by Broadsheet"):
        courier.run("deploy", "other")
    assert (other / "index.html").read_text() == "Ours."
    courier.run("deploy", "other", "--yes")
    assert b"The Example" in (other / "index.html").read_bytes()
