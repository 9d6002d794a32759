"""The benchmarks: the newspaper is always the same, and all that a build costs counts."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import sites
from benchmarks.builds import _shares, row
from benchmarks.measuring import Run
from benchmarks.newspaper import Newspaper, Story, article, source_of, story, tags, write_newspaper
from benchmarks.peer_sites import FILES, PEERS, PLAIN, Peer, installed
from benchmarks.results import keep_section
from benchmarks.sites import CASES, LAYOUT, ROOT, Site
from generator.building.build import build
from generator.building.checking import checked
from generator.fingerprint import digest
from generator.project import Project
from tests.site_kit import THEME, request

ARTICLES = 12
PAPER = Newspaper(ARTICLES, pictures=True)
BURN = "import time\nwhile time.process_time() < 0.3: pass"
LEAVE = f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {BURN!r}])"
MEASURE = """
import sys
from pathlib import Path
from benchmarks.measuring import adopt_orphans, measured
adopt_orphans()
run = measured([sys.executable, "-c", sys.argv[1]], Path.cwd())
print(run.cpu, run.peak)
"""


@pytest.fixture
def paper(tmp_path: Path) -> Site:
    """A newspaper that lies in a folder for this test, without pictures."""
    folder = tmp_path / "paper"
    write_newspaper(folder, Newspaper(ARTICLES))
    command = sys.executable, "-m", "generator", "-C", str(folder), "build", "--json"
    return Site("Broadsheet", folder, command, ROOT, article, "public", (".broadsheet", "public"))


@pytest.mark.parametrize("options", [(), ("--pictures", "--cards")])
def test_a_newspaper_is_the_same_in_every_process(tmp_path: Path, options: tuple[str, ...]) -> None:
    trees = []
    for seed in ("0", "1"):
        command = [sys.executable, "-m", "benchmarks.newspaper", str(ARTICLES), seed, *options]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        subprocess.run(command, cwd=tmp_path, env=environment, check=True)
        trees.append(tree(tmp_path / seed))
    assert trees[0] == trees[1]


def test_a_newspaper_has_nothing_to_mend(tmp_path: Path) -> None:
    write_newspaper(tmp_path / "paper", PAPER)
    found = checked(request(Project(tmp_path / "paper", THEME)))
    assert found.articles == ARTICLES
    assert found.problems == ()


@pytest.mark.usefixtures("quick_disk")
def test_a_newspaper_has_pages_feeds_and_no_cards(paper: Site) -> None:
    report = build(request(Project(paper.folder, THEME)))
    assert report.problems == ()
    assert {"index.html", "feed.xml", "sitemap.xml", "2008/01/story-0/index.html",
            "sections/world/index.html", "tags/index.html"} <= set(report.outputs)  # fmt: skip
    assert not [path for path in report.outputs if path.startswith("media/")]


@pytest.mark.usefixtures("quick_disk")
def test_the_plain_layouts_print_an_article_and_its_neighbours(paper: Site) -> None:
    shutil.copytree(PLAIN, paper.folder / "layouts")
    build(request(Project(paper.folder, THEME)))
    page = (paper.folder / "public" / "2008" / "01" / "story-5" / "index.html").read_text("utf-8")
    told = story(5)
    for each in (told.title, told.author, story(4).title, story(6).title, "January 7, 2008"):
        assert each in page
    assert "ld+json" not in page


def test_few_tags_have_most_articles() -> None:
    lists = [story(number).tags for number in range(200)]
    assert {len(each) for each in lists} == {2, 3, 4, 5}
    assert all(len(set(each)) == len(each) for each in lists)
    counts = Counter(tag for each in lists for tag in each)
    assert [tag for tag, _ in counts.most_common(2)] == list(tags()[:2])
    assert counts[tags()[0]] > 60


def test_an_article_has_about_eight_hundred_words() -> None:
    assert all(780 < len(story(number).body.split()) < 860 for number in range(50))


def test_each_change_changes_its_file_and_all_is_taken_back(paper: Site) -> None:
    before = tree(paper.folder)
    changed = {}
    for case in (*CASES, LAYOUT):
        case.change(paper, ARTICLES, 0)
        changed[case.name] = sorted(set(tree(paper.folder)) - set(before))
        sites.restore(paper, ARTICLES)
        sites.restore_layout(paper)
        assert tree(paper.folder) == before
    newest = Path(source_of(ARTICLES - 1))
    assert [[path for path, _ in each] for each in changed.values()] == [
        [], [], [source_of(ARTICLES // 2)], [str(newest.with_stem("new-0"))],
        ["layouts/article.html"],
    ]  # fmt: skip


def test_a_row_has_the_median_and_what_the_build_tells() -> None:
    told = '{"read": 1, "rendered": 1234, "written": 3}'
    runs = [Run(wall, 2 * wall, 5_000_000, told) for wall in (1.0, 4.0, 2.0)]
    assert row(CASES[0], runs) == "| cold | 2.00 | 1.00 | 4.00 | 5 | 1 | 1,234 | 3 |"


def test_what_each_stage_took_is_told_where_the_build_tells_it() -> None:
    told = '{"stages": {"reading": 1.0, "rendering": 0.5}}'
    assert [*_shares(Run(2.0, 2.0, 0, "{}"))] == []
    assert [*_shares(Run(2.0, 2.0, 0, told))] == [
        "\nOf the last cold build's 2.00 s: reading 50%, rendering 25%."
    ]


@pytest.mark.parametrize(("help_text", "added"), [("--jobs", ()), ("--profile", ("--profile",))])
def test_stages_are_asked_for_only_where_a_build_can_tell_them(
    paper: Site, help_text: str, added: tuple[str, ...]
) -> None:
    command = sys.executable, "-c", f"print({help_text!r})", "-C", "paper", "build"
    site = sites.with_stages(replace(paper, command=command))
    assert site.command == (*command, *added)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives orphans to who asks for them")
@pytest.mark.parametrize("code", [BURN, LEAVE], ids=["itself", "an orphan"])
def test_the_time_of_every_process_counts(code: str) -> None:
    command = [sys.executable, "-c", MEASURE, code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    cpu, peak = map(float, done.stdout.split())
    assert cpu >= 0.3
    assert peak > 0


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_a_peer_has_the_same_words(peer: Peer) -> None:
    told: Story = story(7)
    text = peer.text_of(told)
    words = told.title, told.author, told.section, told.summary, told.body, *told.tags
    assert [word for word in words if word not in text] == []
    assert (FILES / peer.name.lower()).is_dir()


def test_a_peer_that_is_not_installed_is_told_and_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("PELICAN", sys.executable)
    monkeypatch.delenv("HUGO", raising=False)
    monkeypatch.delenv("ELEVENTY", raising=False)
    assert [peer.name for peer in installed()] == ["Pelican"]
    assert capsys.readouterr().out == (
        "Hugo is not installed: no hugo, nor what $HUGO names.\n"
        "Eleventy is not installed: no eleventy, nor what $ELEVENTY names.\n"
    )


def test_what_is_measured_again_takes_the_place_of_the_earlier(tmp_path: Path) -> None:
    file = tmp_path / "RESULTS.md"
    for heading, text in (("One", "a"), ("Two", "b"), ("One", "c")):
        keep_section(heading, text, file)
    assert file.read_text("utf-8").partition("\n\n## ")[2] == "One\n\nc\n\n## Two\n\nb\n"


def tree(folder: Path) -> list[tuple[str, str]]:
    """What lies in a folder, as paths with digests."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [(path.relative_to(folder).as_posix(), digest(path.read_bytes())) for path in files]
