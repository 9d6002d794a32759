"""A new site and a new article: complete at once, and never over anything."""

import re
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.errors import UsageError
from generator.model import Article
from generator.paths import SourcePath
from generator.project import Project, load_config, read_config
from generator.reading.articles import read_article
from generator.reading.typography import typeset_line
from generator.starting import copy_layout, start_article, start_site, theme_layouts
from tests.site_kit import NOW, SITE_TOML, THEME, build_at, site, tree

pytestmark = pytest.mark.usefixtures("quick_disk")

LATE = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
TITLES = (
    "Plain",
    "With \"quotes\" and 'others'",
    "A colon: and a # sign",
    "Back\\slash \\n and {braces} {title}",
    "- a dash at the start",
    "true",
    "2025-11-28",
    "null",
    "[list, of] words",
    "{a: mapping}",
    "& an anchor, * an alias, ! a tag, % a directive, @ and `",
    "  spaces  and\ttabs \n and lines ",
    "Ein Straßenfest – »Grüße«",
    "मानसून ने दस्तक दी",
    "北京的冬天",
    "Зима в Киеве",
    "القاهرة اليوم",
    "Emoji 🎉 party",
    unicodedata.normalize("NFD", "Café à la crème"),
    "x" * 300,
    "word " * 60,
)


def started(folder: Path, title: str = "The call", now: datetime = NOW, **words: str) -> Path:
    project = Project(folder, THEME)
    return start_article(project, load_config(project), title, now, **words)


# A site


def test_a_new_site_builds_without_a_problem(tmp_path: Path) -> None:
    start_site(tmp_path / "mine")
    report = build_at(Project(tmp_path / "mine", THEME))
    assert (report.problems, report.notices) == ((), ())
    assert "index.html" in report.written


def test_a_new_site_says_what_it_wrote(tmp_path: Path) -> None:
    written = start_site(tmp_path / "mine")
    names = {path.relative_to(tmp_path / "mine").as_posix() for path in written}
    assert names == set(tree(tmp_path / "mine"))
    assert {"site.toml", ".gitignore"} <= names
    assert not any("__pycache__" in name or name == "gitignore" for name in names)


def test_a_new_site_has_its_four_folders(tmp_path: Path) -> None:
    start_site(tmp_path)
    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == {
        "content",
        "layouts",
        "public",
    }


@pytest.mark.parametrize("name", ["site.toml", "notes.txt", ".hidden"])
def test_a_folder_that_holds_anything_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(UsageError, match="expected a new or an empty folder"):
        start_site(tmp_path)
    assert tree(tmp_path) == {name: b"mine"}


def test_a_file_in_the_place_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("a file")
    with pytest.raises(UsageError):
        start_site(tmp_path / "mine")
    assert (tmp_path / "mine").read_text() == "a file"


# An article


@pytest.mark.parametrize("title", TITLES)
def test_a_new_article_reads_as_a_draft_with_its_title(tmp_path: Path, title: str) -> None:
    site(tmp_path, {}, theme=THEME)
    path = started(tmp_path, title)
    source = SourcePath(path.relative_to(tmp_path).as_posix())
    reading = read_article(source, path.read_bytes())
    assert reading.problems == ()
    assert isinstance(reading.content, Article)
    assert reading.content.draft
    assert reading.content.title == unicodedata.normalize("NFC", typeset_line(title))
    assert len(path.name.encode()) < 120
    assert build_at(Project(tmp_path, THEME)).problems == ()


def test_a_new_article_has_every_field_that_a_story_usually_needs(tmp_path: Path) -> None:
    site(tmp_path, {}, theme=THEME)
    text = started(tmp_path, author="Ada Reed").read_text("utf-8")
    assert text.startswith(
        '---\ntitle: "The call"\nauthor: "Ada Reed"\ndate: 2025-12-01 12:00\ndraft: true\n'
        "# section: news\n"
    )


def test_every_line_of_a_new_article_can_be_used(tmp_path: Path) -> None:
    site(tmp_path, {}, theme=THEME)
    path = started(tmp_path)
    commented = path.read_text("utf-8")
    text = re.sub(r"^# (?=\w+: )", "", commented, flags=re.MULTILINE)
    assert text.count("\nimage") == 4
    reading = read_article(SourcePath("content/articles/x.md"), text.encode())
    assert reading.problems == ()


def test_the_author_is_the_publisher_unless_one_is_named(tmp_path: Path) -> None:
    publisher = f'{SITE_TOML}[publisher]\nname = "The \\"Desk\\""\n'
    site(tmp_path, {"site.toml": publisher}, theme=THEME)
    assert 'author: "The \\"Desk\\""' in started(tmp_path).read_text("utf-8")


def test_the_date_and_the_folder_are_those_of_the_sites_own_clock(tmp_path: Path) -> None:
    zone = SITE_TOML.replace('time_zone = "UTC"', 'time_zone = "Pacific/Auckland"')
    site(tmp_path, {"site.toml": zone}, theme=THEME)
    path = started(tmp_path, now=LATE)
    assert path.relative_to(tmp_path).as_posix() == "content/articles/2026/2026-01-01-the-call.md"
    assert "date: 2026-01-01 12:30\n" in path.read_text("utf-8")


@pytest.mark.parametrize("minute", ["05:30", "06:30"])
def test_a_new_article_in_the_hour_that_comes_twice_has_no_problem(
    tmp_path: Path, minute: str
) -> None:
    zone = SITE_TOML.replace('time_zone = "UTC"', 'time_zone = "America/New_York"')
    site(tmp_path, {"site.toml": zone}, theme=THEME)
    now = datetime.fromisoformat(f"2025-11-02T{minute}:00+00:00")
    started(tmp_path, now=now)
    assert build_at(Project(tmp_path, THEME)).problems == ()


def test_a_new_article_never_overwrites_one(tmp_path: Path) -> None:
    site(tmp_path, {}, theme=THEME)
    path = started(tmp_path)
    path.write_text("my words")
    with pytest.raises(UsageError, match="exists already: it is left as it is"):
        started(tmp_path)
    assert path.read_text() == "my words"


@pytest.mark.parametrize("title", ["", "???", "🎉", " - "])
def test_a_title_without_a_letter_or_digit_is_refused(tmp_path: Path, title: str) -> None:
    site(tmp_path, {}, theme=THEME)
    with pytest.raises(UsageError, match="expected a title with letters or digits"):
        started(tmp_path, title)
    assert not (tmp_path / "content/articles").exists()


@pytest.mark.parametrize("title", ["A\x07bell", "Reversed \u202egnitirw", "A\x00null"])
def test_a_title_that_could_not_be_read_again_is_refused(tmp_path: Path, title: str) -> None:
    site(tmp_path, {}, theme=THEME)
    with pytest.raises(UsageError):
        started(tmp_path, title)
    assert not (tmp_path / "content/articles").exists()


def test_a_layout_of_the_theme_is_copied_to_be_changed(tmp_path: Path) -> None:
    project = Project(tmp_path, THEME)
    assert copy_layout(project, "parts/footer.html") == tmp_path / "layouts/parts/footer.html"
    copied = (tmp_path / "layouts/parts/footer.html").read_bytes()
    assert copied == (THEME / "parts/footer.html").read_bytes()
    assert {"base.html", "parts/footer.html", "messages/en.toml"} <= set(theme_layouts(project))


def test_a_layout_of_ones_own_is_never_overwritten(tmp_path: Path) -> None:
    project = Project(tmp_path, THEME)
    copy_layout(project, "base.html").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match=r"layouts/base\.html exists already"):
        copy_layout(project, "base.html")
    assert (tmp_path / "layouts/base.html").read_text("utf-8") == "mine"


def test_a_layout_that_the_theme_has_not_is_refused_with_a_guess(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r'"bsae\.html": did you mean "base\.html"\?'):
        copy_layout(Project(tmp_path, THEME), "bsae.html")


def test_every_line_of_a_new_sites_settings_can_be_used(tmp_path: Path) -> None:
    start_site(tmp_path / "site")
    text = (tmp_path / "site" / "site.toml").read_text("utf-8")
    used = re.sub(r"^# (?=\[[\w.]+\]$|\w[\w-]* = )", "", text, flags=re.MULTILINE)
    config = read_config(used.encode())
    assert (config.theme.light.accent, config.search) == ("#0b3d91", True)
    assert config.hosting.hosts == ("nginx",)
    assert used.count("\n[") >= 15
