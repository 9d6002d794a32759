"""What a build makes again after an edit: the exact outputs, each with its reason."""

import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from generator.building.identity import identity
from generator.building.report import Reason
from generator.fingerprint import Fingerprint
from generator.project import Project
from tests.site_kit import (
    DAY,
    NOW,
    PLAIN,
    SITE_TOML,
    Files,
    article,
    build_at,
    clean_tree,
    edit,
    png,
    problems_at,
    public,
    rendered,
    settled,
    site,
    stamps,
    tree,
    write,
)

pytestmark = pytest.mark.usefixtures("quick_disk")

SECOND = timedelta(seconds=1)
CALL = "2025/11/call/index.html"
STORM = "2025/11/storm/index.html"
MATCH = "2025/10/match/index.html"
ARTICLES = {CALL, STORM, MATCH}
LISTS = {"index.html", "404.html", "archive/2025/index.html"}  # they show every article
SITE_FEEDS = {"feed.xml", "atom.xml", "feed.json"}
NEWS = {"sections/news/index.html", "archive/2025/11/index.html"}
INDEXES = {f"{name}/index.html" for name in ("tags", "authors", "sections", "archive")}
MACHINES = {"sitemap.xml", "news-sitemap.xml", "robots.txt"}

CONTENT: Files = {
    "content/articles/call.md": article(
        "The call", "First.\n\n[The match](match.md).", section="news", tags="[Harbour]"
    ),
    "content/articles/storm.md": article(
        "The storm",
        author="Ben Okri",
        date="2025-11-21 09:00",
        section="news",
        tags="[Harbour, Weather]",
        image="../images/wave.png",
    ),
    "content/articles/match.md": article("The match", date="2025-10-05 09:00", section="sport"),
    "content/authors/ada-reed.md": "---\nname: Ada Reed\nrole: Reporter\n---\nAda.\n\nMore.\n",
    "content/authors/ben-okri.md": "---\nname: Ben Okri\n---\nBen writes.\n",
    "content/pages/about.md": "---\ntitle: About\n---\nWho we are.\n",
    "content/images/wave.png": png("blue"),
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = site(tmp_path / "site", CONTENT)
    build_at(made)
    return made


def because(reason: Reason, *names: str | set[str]) -> dict[str, Reason]:
    """Return outputs, given one by one or as sets, each with one reason."""
    each = (name for group in names for name in ([group] if isinstance(group, str) else group))
    return dict.fromkeys(each, reason)


def feeds_of(*homes: str) -> set[str]:
    return SITE_FEEDS | {f"{home}/feed.xml" for home in homes}


def pages(*homes: str) -> set[str]:
    return {f"{home}/index.html" for home in homes}


def media(files: Iterable[str]) -> set[str]:
    """Return the six files of the one picture: three formats of its one width, three crops."""
    names = {name for name in files if name.startswith("media/")}
    assert len(names) == 6
    return names


def color_of(data: bytes) -> tuple[int, ...]:
    """Return the colour of a picture of one colour."""
    with Image.open(BytesIO(data)) as image:
        pixel = image.convert("RGB").getpixel((0, 0))
    assert isinstance(pixel, tuple)
    return pixel


def asset(files: Iterable[str]) -> str:
    (name,) = [name for name in files if name.startswith("assets/")]
    return name


def from_layouts(files: Iterable[str]) -> set[str]:
    return {name for name in files if not name.startswith(("media/", "assets/"))}


# Nothing to do


def test_nothing_changed_reads_renders_and_writes_nothing(project: Project) -> None:
    build_at(project, clock_ns=settled())
    before = stamps(project.root)
    report = build_at(project, clock_ns=settled())
    assert (report.read, report.rendered, report.written, report.removed) == (0, {}, (), ())
    after = stamps(project.root)
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert {name for name in changed if not name.startswith(".broadsheet/")} == set()
    assert not [name for name in changed if name.startswith(".broadsheet/outputs/")]


def test_a_settled_file_is_not_even_opened(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_at(project, clock_ns=settled())

    def refuse(*_: object) -> bytes:
        raise AssertionError("a file was opened")

    monkeypatch.setattr("generator.building.gathering.read_bytes", refuse)
    assert build_at(project, clock_ns=settled()).read == 0


def test_a_touched_but_equal_file_is_not_read_again(project: Project) -> None:
    build_at(project, clock_ns=settled())
    before = stamps(project.public)
    os.utime(project.root / "content/articles/call.md", (1_700_000_000, 1_700_000_000))
    report = build_at(project, clock_ns=settled())
    assert (report.read, report.rendered, report.written) == (0, {}, ())
    assert stamps(project.public) == before


def test_a_file_written_again_with_the_same_bytes_is_not_read_again(project: Project) -> None:
    for name, data in CONTENT.items():
        write(project.root, {name: data})
    report = build_at(project, clock_ns=settled())
    assert (report.read, report.rendered) == (0, {})


def test_the_first_build_renders_everything_because_it_is_new(tmp_path: Path) -> None:
    report = build_at(site(tmp_path, CONTENT))
    assert report.read == len(CONTENT)
    assert set(report.rendered) == set(report.outputs) == set(report.written)
    assert set(report.rendered.values()) == {Reason.NEW}
    assert set(tree(tmp_path / "public")) == set(report.outputs)


# Articles


def test_a_body_edit_renders_its_page_and_the_feeds_that_carry_it(project: Project) -> None:
    edit(project, "content/articles/call.md", "First.", "Second.")
    report = build_at(project)
    assert report.read == 1
    assert rendered(report) == because(
        Reason.PAGE, CALL, feeds_of("tags/harbour", "authors/ada-reed", "sections/news")
    )
    assert set(report.written) == set(report.rendered)


def test_a_body_edit_beyond_the_feeds_renders_one_page(project: Project) -> None:
    edit(project, "site.toml", "[sections]", "[feeds]\nitems = 1\n\n[sections]")
    build_at(project)
    edit(project, "content/articles/match.md", "Text.", "Other.")
    # Only the feeds of which it is the newest article still carry it.
    assert rendered(build_at(project)) == because(Reason.PAGE, MATCH, "sections/sport/feed.xml")


def test_a_title_edit_renders_what_shows_its_teaser_and_its_neighbour(project: Project) -> None:
    edit(project, "content/articles/call.md", "title: The call", "title: A call")
    report = build_at(project)
    assert report.read == 1
    assert rendered(report) == because(
        Reason.PAGE,
        CALL,
        STORM,  # its pager names the older article
        LISTS | NEWS,
        pages("tags/harbour", "authors/ada-reed"),
        feeds_of("tags/harbour", "authors/ada-reed", "sections/news"),
    )


def test_a_new_article_renders_what_lists_counts_or_neighbours_it(project: Project) -> None:
    new = article("The fire", date="2025-11-25", section="news", tags="[Weather]")
    write(project.root, {"content/articles/fire.md": new})
    report = build_at(project)
    assert report.read == 1
    assert rendered(report) == because(Reason.NEW, "2025/11/fire/index.html") | because(
        Reason.PAGE,
        STORM,
        CALL,  # to which it is related
        LISTS | NEWS | INDEXES,
        pages("tags/weather", "authors/ada-reed"),
        feeds_of("tags/weather", "authors/ada-reed", "sections/news"),
        "sitemap.xml",
        "news-sitemap.xml",  # without news of two days, it names the newest article
    )
    assert report.removed == ()


def test_a_deleted_article_is_removed_with_what_it_alone_filled(project: Project) -> None:
    edit(project, "content/articles/call.md", "[The match](match.md)", "The match")
    build_at(project)
    (project.root / "content/articles/match.md").unlink()
    report = build_at(project)
    assert report.read == 0
    assert report.removed == (MATCH, "archive/2025/10/index.html")
    assert rendered(report) == because(
        Reason.PAGE,
        LISTS,
        INDEXES - {"tags/index.html"},
        pages("authors/ada-reed", "sections/sport"),
        feeds_of("authors/ada-reed", "sections/sport"),
        "sitemap.xml",
    )
    assert not (project.public / "2025/10").exists()


def test_a_renamed_slug_reaches_what_lists_it_and_the_pages_that_link_to_it(
    project: Project,
) -> None:
    edit(project, "content/articles/match.md", "title:", "slug: final\ntitle:")
    report = build_at(project)
    assert report.removed == (MATCH,)
    assert rendered(report) == because(Reason.NEW, "2025/10/final/index.html") | because(
        Reason.PAGE,
        CALL,  # it links there; the other article does not
        LISTS,
        pages("authors/ada-reed", "sections/sport", "archive/2025/10"),
        feeds_of("authors/ada-reed", "sections/sport", "sections/news", "tags/harbour"),
        "sitemap.xml",
    )
    assert b'href="/2025/10/final/"' in public(project)[CALL]


def test_a_renamed_file_with_a_slug_of_its_own_changes_no_output(project: Project) -> None:
    edit(project, "content/articles/storm.md", "title:", "slug: storm\ntitle:")
    build_at(project)
    folder = project.root / "content/articles"
    (folder / "storm.md").rename(folder / "tempest.md")
    report = build_at(project)
    assert (report.read, report.rendered, report.written) == (1, {}, ())


def test_an_added_tag_renders_the_tag_and_every_feed_that_names_it(project: Project) -> None:
    edit(project, "content/articles/call.md", "tags: [Harbour]", "tags: [Harbour, Weather]")
    assert rendered(build_at(project)) == because(
        Reason.PAGE,
        CALL,
        "tags/weather/index.html",
        "tags/index.html",
        feeds_of("tags/harbour", "tags/weather", "authors/ada-reed", "sections/news"),
    )


def test_a_new_tag_has_a_listing_and_a_feed_of_its_own(project: Project) -> None:
    edit(project, "content/articles/call.md", "tags: [Harbour]", "tags: [Harbour, Ports]")
    report = build_at(project)
    new = {name for name, reason in report.rendered.items() if reason is Reason.NEW}
    assert new == {"tags/ports/index.html", "tags/ports/feed.xml"}


def test_a_draft_that_is_edited_changes_no_output(project: Project) -> None:
    write(project.root, {"content/articles/plan.md": article("The plan", draft="true")})
    first = build_at(project)
    edit(project, "content/articles/plan.md", "Text.", "Other.")
    second = build_at(project)
    for report in (first, second):
        assert (report.read, report.rendered, report.written) == (1, {}, ())


@pytest.mark.parametrize("age", [-DAY // SECOND, 0, 1, 2])
def test_a_stamp_proves_nothing_for_a_file_that_was_just_written(
    project: Project, age: int
) -> None:
    """An edit within the file system's tick, of the same size, is seen."""
    path = project.root / "content/articles/call.md"
    before = path.stat()
    clock = before.st_mtime_ns + age * 1_000_000_000
    build_at(project, clean=True, clock_ns=clock)
    with path.open("r+b") as file:  # in place: the same inode
        file.seek(path.read_bytes().index(b"First."))
        file.write(b"Third.")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = path.stat()
    assert (after.st_ino, after.st_size, after.st_mtime_ns) == (
        before.st_ino,
        before.st_size,
        before.st_mtime_ns,
    )
    assert CALL in build_at(project, clock_ns=clock).rendered
    assert b"Third." in public(project)[CALL]


# Layouts, words, settings, assets


def test_a_layout_edit_renders_its_pages_and_reads_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> object:
        raise AssertionError("a file was read, its Markdown converted")

    monkeypatch.setattr("generator.reading.read.read", refuse)
    write(project.root, {"layouts/article.html": PLAIN["layouts/article.html"] + "<!-- -->"})
    report = build_at(project)
    assert report.read == 0
    assert rendered(report) == because(Reason.LAYOUT, ARTICLES)


def test_an_included_part_renders_every_page_whose_layout_reaches_it(project: Project) -> None:
    write(project.root, {"layouts/parts/foot.html": "<footer>{{ t('foot') }}!</footer>"})
    report = build_at(project)
    html = {name for name in from_layouts(report.outputs) if name.endswith(".html")}
    assert report.read == 0
    assert rendered(report) == because(Reason.LAYOUT, html)


def test_a_layout_edit_that_changes_no_byte_writes_nothing(project: Project) -> None:
    before = stamps(project.public)
    write(project.root, {"layouts/article.html": PLAIN["layouts/article.html"] + "{# a note #}"})
    report = build_at(project)
    assert set(report.rendered) == ARTICLES
    assert report.written == ()
    assert stamps(project.public) == before
    assert build_at(project).rendered == {}


def test_a_layout_that_appears_over_the_themes_renders_its_pages(tmp_path: Path) -> None:
    theme = site(tmp_path / "theme", {}).root / "layouts"
    project = site(tmp_path / "site", CONTENT, theme=theme)
    build_at(project)
    write(project.root, {"layouts/article.html": "{{ page.head.title }}"})
    assert rendered(build_at(project)) == because(Reason.LAYOUT, ARTICLES)
    (project.root / "layouts/article.html").unlink()
    assert rendered(build_at(project)) == because(Reason.LAYOUT, ARTICLES)


def test_a_message_renders_everything_that_has_a_layout(project: Project) -> None:
    edit(project, "layouts/messages/en.toml", "The end", "Good night")
    report = build_at(project)
    assert report.read == 0
    assert rendered(report) == because(Reason.LAYOUT, from_layouts(report.outputs))


def test_a_layout_of_the_same_size_in_the_same_tick_is_seen(project: Project) -> None:
    path = project.root / "layouts/parts/foot.html"
    before = path.stat()
    with path.open("r+b") as file:
        file.write(b"<FOOTER>")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    build_at(project)
    assert b"<FOOTER>" in public(project)[CALL]


def test_a_setting_renders_everything_that_has_a_layout(project: Project) -> None:
    edit(project, "site.toml", "[sections]", 'footer = "All rights"\n\n[sections]')
    report = build_at(project)
    assert report.read == 0
    assert rendered(report) == because(Reason.SITE, from_layouts(report.outputs))


def test_a_setting_that_no_page_shows_renders_what_it_moves(project: Project) -> None:
    edit(project, "site.toml", "[sections]", "[front]\nseconds = 1\n\n[sections]")
    assert rendered(build_at(project)) == because(Reason.PAGE, "index.html")


def test_a_theme_asset_gets_a_new_name_and_every_page_names_it(project: Project) -> None:
    old = asset(public(project))
    edit(project, "layouts/assets/site.css", "black", "white")
    report = build_at(project)
    new = asset(report.outputs)
    assert new != old
    assert report.removed == (old,)
    assert rendered(report) == because(Reason.NEW, new) | because(
        Reason.SITE, from_layouts(report.outputs)
    )
    assert new.encode() in public(project)[CALL]


# People and pictures


def test_an_authors_post_renders_the_profile_the_index_and_the_articles(project: Project) -> None:
    edit(project, "content/authors/ada-reed.md", "role: Reporter", "role: Editor")
    report = build_at(project)
    assert report.read == 1
    assert rendered(report) == because(
        Reason.PAGE, CALL, MATCH, "authors/ada-reed/index.html", "authors/index.html"
    )


def test_an_authors_biography_renders_the_profile_and_the_articles(project: Project) -> None:
    edit(project, "content/authors/ada-reed.md", "More.", "Less.")
    assert rendered(build_at(project)) == because(
        Reason.PAGE, CALL, MATCH, "authors/ada-reed/index.html"
    )


def test_a_replaced_picture_gets_a_new_name_and_every_teaser_shows_it(project: Project) -> None:
    old = media(public(project))
    write(project.root, {"content/images/wave.png": png("green")})
    report = build_at(project)
    new = media(report.outputs)
    assert report.read == 1
    assert set(report.removed) == old
    assert rendered(report) == because(Reason.NEW, new) | because(
        Reason.PAGE,
        STORM,
        CALL,  # which is related
        LISTS | NEWS,
        pages("tags/harbour", "tags/weather", "authors/ben-okri"),
        feeds_of("tags/harbour", "tags/weather", "authors/ben-okri", "sections/news"),
    )
    (plain,) = [name for name in new if name.endswith("-2.jpg")]
    _, green, _ = color_of(public(project)[plain])
    assert green > 100


def test_a_picture_that_nothing_shows_is_read_and_not_published(project: Project) -> None:
    write(project.root, {"content/images/unused.png": png("red")})
    report = build_at(project)
    assert (report.read, report.rendered) == (1, {})


def test_a_page_edit_renders_that_page(project: Project) -> None:
    edit(project, "content/pages/about.md", "Who we are.", "Who we are.\n\nAnd why.")
    assert rendered(build_at(project)) == because(Reason.PAGE, "about/index.html")


def test_a_static_file_is_copied_to_its_own_place(project: Project) -> None:
    write(project.root, {"content/static/.keep": "", "content/static/ads.txt": "none\n"})
    news = because(Reason.NEW, "ads.txt")
    assert rendered(build_at(project)) == news | because(Reason.PAGE, "_headers")
    write(project.root, {"content/static/ads.txt": "some\n"})
    assert rendered(build_at(project)) == because(Reason.PAGE, "ads.txt")
    assert public(project)["ads.txt"] == b"some\n"


# The result


def test_an_output_edited_by_hand_is_repaired(project: Project) -> None:
    before = public(project)
    (project.public / CALL).write_text("hacked")
    (project.public / "feed.xml").write_bytes(before["feed.xml"][::-1])  # of the same size
    report = build_at(project)
    assert report.read == 0
    assert rendered(report) == because(Reason.EDITED, CALL, "feed.xml")
    assert public(project) == before


def test_an_output_touched_but_equal_is_left(project: Project) -> None:
    os.utime(project.public / CALL)
    before = stamps(project.public)
    report = build_at(project)
    assert (report.rendered, report.written) == ({}, ())
    assert stamps(project.public) == before


def test_a_missing_output_is_made_again(project: Project) -> None:
    before = public(project)
    (project.public / CALL).unlink()
    drawn = min(media(before))
    (project.public / drawn).unlink()
    report = build_at(project)
    assert rendered(report) == because(Reason.MISSING, CALL, drawn)
    assert public(project) == before


def test_a_file_of_the_owner_in_the_result_survives(project: Project) -> None:
    (project.public / "CNAME").write_text("example.com")
    edit(project, "content/articles/call.md", "First.", "Second.")
    build_at(project)
    assert (project.public / "CNAME").read_text() == "example.com"


def test_a_clean_build_renders_everything_and_writes_nothing(project: Project) -> None:
    before = stamps(project.public)
    report = build_at(project, clean=True)
    assert report.read == len(CONTENT)
    assert set(report.rendered) == set(report.outputs)
    assert report.written == ()
    assert stamps(project.public) == before


def test_every_change_at_once_is_what_a_clean_build_makes(project: Project, tmp_path: Path) -> None:
    edit(project, "content/articles/call.md", "First.", "Second.")
    edit(project, "content/authors/ada-reed.md", "Reporter", "Editor")
    edit(project, "layouts/messages/en.toml", "The end", "Good night")
    edit(project, "site.toml", "News of", "Tales of")
    write(project.root, {"content/images/wave.png": png("green")})
    (project.root / "content/pages/about.md").unlink()
    build_at(project)
    assert public(project) == clean_tree(project, tmp_path / "clean")


def test_other_places_and_addresses_are_kept_apart(project: Project, tmp_path: Path) -> None:
    before = public(project)
    elsewhere = tmp_path / "elsewhere"
    first = build_at(project, output=elsewhere, base_url="https://example.org/repo")
    assert set(first.rendered.values()) == {Reason.NEW}
    assert b"https://example.org/repo" in tree(elsewhere)["sitemap.xml"]
    assert build_at(project).rendered == {}
    assert build_at(project, output=elsewhere, base_url="https://example.org/repo").rendered == {}
    assert public(project) == before


def test_new_code_reads_and_renders_everything(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = replace(identity(), whole=Fingerprint("other"))
    monkeypatch.setattr("generator.building.pipeline.identity", lambda: other)
    report = build_at(project)
    assert report.read == len(CONTENT)
    pages_and_style = {*from_layouts(report.outputs), asset(report.outputs)}
    assert rendered(report) == because(Reason.GENERATOR, pages_and_style)
    assert report.written == ()


def test_a_build_that_died_while_publishing_is_finished_by_the_next_before_all_else(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real, moves = os.replace, []

    def replace(source: str, target: str) -> None:
        if str(project.public) in str(target):
            moves.append(target)
            if len(moves) > 2:
                raise KeyboardInterrupt
        real(source, target)

    edit(project, "content/articles/call.md", "title: The call", "title: A call")
    expected = clean_tree(project, tmp_path / "clean")
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", replace)
        with pytest.raises(KeyboardInterrupt):
            build_at(project)
    assert public(project) != expected
    edit(project, "content/articles/call.md", "title: A call", "titel: A call")
    assert len(problems_at(project)) == 1
    assert public(project) == expected


def test_what_a_build_that_died_had_rendered_is_not_written_twice(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(_: object) -> None:
        raise KeyboardInterrupt

    edit(project, "content/articles/call.md", "First.", "Second.")
    with monkeypatch.context() as patch:
        patch.setattr("generator.building.memory.store.Store.commit", die)
        with pytest.raises(KeyboardInterrupt):
            build_at(project)
    before = stamps(project.public)
    report = build_at(project)  # the store does not know that it was published
    assert CALL in report.rendered
    assert report.written == ()
    assert stamps(project.public) == before


# Listings in pages

SIZE = "[listings]\nsize = 10\n"


@pytest.fixture
def paged(tmp_path: Path) -> Project:
    made = site(tmp_path / "site", {"site.toml": SITE_TOML + SIZE, **numbered(range(45))})
    build_at(made)
    return made


def numbered(days: range) -> Files:
    """Return articles of one section, each a day after the one before, some in several months."""
    return {
        f"content/articles/a{n:02}.md": article(
            f"Day {n}", date=f"{NOW - (60 - n) * DAY:%Y-%m-%d %H:%M}", section="news"
        )
        for n in days
    }


def of_section(names: Iterable[str]) -> set[str]:
    prefix = "sections/news/"
    return {
        name.removeprefix(prefix)
        for name in names
        if name.startswith(prefix) and name.endswith(".html")
    }


def test_a_new_article_moves_only_the_first_page_of_a_listing(paged: Project) -> None:
    full = {f"page/{number}/index.html" for number in (1, 2, 3)}
    assert of_section(public(paged)) == {"index.html", *full}
    write(paged.root, numbered(range(45, 46)))
    report = build_at(paged)
    assert of_section(report.rendered) == {"index.html"}
    moved = {name for name in report.rendered if name.endswith(".html")}
    assert moved == {
        "2025/11/a45/index.html",
        "2025/11/a44/index.html",  # the neighbour
        "2025/11/a43/index.html",  # which is related
        "authors/ada-reed/index.html",
        "sections/news/index.html",
        "archive/2025/11/index.html",
        "archive/2025/index.html",
        "index.html",
        "404.html",
        *(INDEXES - {"tags/index.html"}),
    }


def test_the_article_that_fills_a_page_adds_one_and_moves_its_neighbour(paged: Project) -> None:
    write(paged.root, numbered(range(45, 50)))
    made = rendered(build_at(paged))
    of_listing = {name: made[name] for name in made if name.startswith("sections/news/")}
    del of_listing["sections/news/feed.xml"]
    assert of_listing == {
        "sections/news/index.html": Reason.PAGE,
        "sections/news/page/4/index.html": Reason.NEW,
        "sections/news/page/3/index.html": Reason.PAGE,  # its newer neighbour has a number now
    }


def test_a_body_edit_in_an_old_article_moves_no_listing(paged: Project) -> None:
    edit(paged, "content/articles/a03.md", "Text.", "Other.")
    (only,) = build_at(paged).rendered
    assert only.endswith("/a03/index.html")
