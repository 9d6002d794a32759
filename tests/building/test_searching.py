"""The search: what enters its index, when that is made, and that it is published with the pages."""

import gzip
import json
import re
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from generator.building.asking import why
from generator.building.build import build
from generator.building.cleaning import clean
from generator.building.pagefind import IndexingFailed, Pagefind
from generator.building.publish import MANIFEST, load_manifest
from generator.building.report import Report
from generator.building.verify import verify
from generator.errors import Problem, ProblemsFound, UsageError
from generator.planning.changes import Audience
from generator.project import Project
from tests.site_kit import (
    DAY,
    NOW,
    PAGE,
    SITE_TOML,
    Files,
    article,
    build_at,
    clean_tree,
    edit,
    public,
    request,
    settled,
    site,
    stamps,
    tree,
    write,
)

pytestmark = pytest.mark.usefixtures("quick_disk")

SEARCH = "\n[search]\nenabled = true\n"
ENTRY = "pagefind/pagefind-entry.json"
CALL = "2025/11/call/index.html"
TEXT = (
    '<html lang="{{ site.language }}"><title>{{ page.head.title }}</title><p>{{ site }}</p>'
    "<main data-pagefind-body><h1>{{ page.head.title }}</h1>{{ page.body|html }}</main>"
)
LAYOUTS: Files = {
    "layouts/search.html": PAGE,
    "layouts/article.html": TEXT,
    "layouts/page.html": TEXT,
}
CONTENT: Files = {
    "content/articles/call.md": article("The call", "Of a lighthouse.", section="news"),
    "content/articles/storm.md": article("The storm", "Of a breakwater.", date="2025-11-21"),
    "content/pages/about.md": "---\ntitle: About\n---\nOf a harbourmaster.\n",
}


@dataclass
class Fake:
    """An indexer that notes what it was given, and makes one file of it."""

    version: str = "fake 1"
    fault: str = ""
    runs: list[dict[str, bytes]] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)

    def run(self, site: Path, bundle: Path, language: str) -> None:
        self.runs.append(tree(site))
        self.languages.append(language)
        if self.fault:
            raise IndexingFailed(self.fault)
        texts = [data.partition(b"<main")[2] for data in self.runs[-1].values()]
        entry = b"\n".join(texts)
        write(bundle, {"pagefind.js": b"js", "pagefind-ui.js": b"ui", "pagefind-entry.json": entry})


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return searchable(tmp_path / "site")


@pytest.fixture
def fake() -> Fake:
    return Fake()


def searchable(root: Path, files: Files | None = None, settings: str = "") -> Project:
    own = {"site.toml": SITE_TOML + settings + SEARCH}
    return site(root, {**own, **LAYOUTS, **(CONTENT if files is None else files)})


def build_with(project: Project, indexer: Fake, **options: object) -> Report:
    return build(request(project, NOW, **options), indexer=indexer)


def problems_with(project: Project, indexer: Fake) -> list[Problem]:
    with pytest.raises(ProblemsFound) as found:
        build_with(project, indexer)
    return list(found.value.problems)


def of_index(files: Collection[str]) -> set[str]:
    return {path for path in files if path.startswith("pagefind/")}


def texts(files: dict[str, bytes]) -> Iterator[str]:
    """Yield what an index holds, unpacked: pages as they are shown, and every word."""
    for path in of_index(files):
        data = files[path]
        yield (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode(errors="replace")


def pages_in(files: dict[str, bytes]) -> set[str]:
    """Return the addresses of the pages that an index finds."""
    fragments = [path for path in files if path.endswith(".pf_fragment")]
    parts = (gzip.decompress(files[path]).partition(b"{") for path in fragments)
    return {json.loads(start + rest)["url"] for _, start, rest in parts}


# What enters it


def test_articles_and_pages_enter_and_lists_of_them_do_not(project: Project, fake: Fake) -> None:
    report = build_with(project, fake)
    (run,) = fake.runs
    assert set(run) == {CALL, "2025/11/storm/index.html", "about/index.html"}
    assert all(public(project)[path] == data for path, data in run.items())
    assert fake.languages == ["en"]
    assert "search/index.html" in report.outputs


@pytest.mark.parametrize(
    "fields",
    [
        {"draft": "true"},
        {"date": f"{NOW + DAY:%Y-%m-%d %H:%M}"},
        {"embargo": f"{NOW + DAY:%Y-%m-%d %H:%M}"},
        {"expires": f"{NOW - DAY:%Y-%m-%d %H:%M}"},
        {"withdrawn": "true"},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_what_is_not_public_leaves_no_word_in_it(project: Project, fields: dict[str, str]) -> None:
    hidden = article("Zqcanary", "A zqcanary.", summary="Of a zqcanary.", slug="zqhidden", **fields)
    write(project.root, {"content/articles/hidden.md": hidden})
    build_at(project)
    everything = "\n".join(texts(public(project)))
    assert "lighthouse" in everything
    assert "canary" not in everything.casefold()
    assert pages_in(public(project)) == {"/2025/11/call/", "/2025/11/storm/", "/about/"}


def test_what_was_public_leaves_it_with_its_page(project: Project) -> None:
    build_at(project)
    assert "breakwater" in "\n".join(texts(public(project)))
    edit(project, "content/articles/storm.md", "summary:", "withdrawn: true\nsummary:")
    build_at(project)
    assert "breakwater" not in "\n".join(texts(public(project)))
    assert pages_in(public(project)) == {"/2025/11/call/", "/about/"}


def test_only_what_a_browser_fetches_is_published(project: Project) -> None:
    build_at(project)
    kinds = {re.sub(r"[^/]*\.(pf_\w+)$", r".\1", path) for path in of_index(public(project))}
    assert kinds == {
        "pagefind/.pf_meta",
        "pagefind/fragment/.pf_fragment",
        "pagefind/index/.pf_index",
        "pagefind/pagefind-entry.json",
        "pagefind/pagefind-worker.js",
        "pagefind/pagefind.js",
        "pagefind/wasm.en.pagefind",
    }


def test_a_language_whose_endings_are_unknown_has_the_plain_library(tmp_path: Path) -> None:
    project = searchable(tmp_path)
    edit(project, "site.toml", '"en"', '"gl"')
    (project.root / "layouts/messages/en.toml").rename(project.root / "layouts/messages/gl.toml")
    build_at(project)
    assert [path for path in public(project) if "wasm" in path] == [
        "pagefind/wasm.unknown.pagefind"
    ]


def test_a_site_is_searched_as_a_whole_whatever_its_pages_are_written_in(
    project: Project,
) -> None:
    foreign = article("La llamada", "El faro.", language="es")
    write(project.root, {"content/articles/faro.md": foreign})
    build_at(project)
    assert list(json.loads(public(project)[ENTRY])["languages"]) == ["en"]
    assert "/2025/11/faro/" in pages_in(public(project))


def test_what_pages_say_of_themselves_has_the_same_bytes_each_time(project: Project) -> None:
    says = (
        '<html><main lang="{{ page.article.language }}" data-pagefind-meta="language[lang]">'
        '<h1 data-pagefind-meta="title">{{ page.head.title }}</h1>'
        '<p data-pagefind-meta="byline">{{ page.article.byline[0].name }}</p>'
        "<time data-pagefind-meta=\"date:{{ page.article.published|date('short') }}\"></time>"
        "<div data-pagefind-body>{{ page.body|html }}</div></main>"
    )
    write(project.root, {"layouts/article.html": says})
    for number, language in enumerate(("es", "fr", "de", "it", "pt", "en")):
        text = article(f"Title {number}", f"Text {number}.", language=language)
        write(project.root, {f"content/articles/t{number}.md": text})
    build_at(project)
    before = public(project)
    assert '"date":"Nov 20, 2025, 9:00\u00a0AM UTC","language":"es"' in "\n".join(texts(before))
    for _ in range(5):
        build_at(project, clean=True)
        assert public(project) == before


def test_footnote_marks_are_no_part_of_a_word(tmp_path: Path) -> None:
    files = {
        "content/articles/call.md": article("The call", "The harbour[^1] is open.\n\n[^1]: So.")
    }
    project = searchable(tmp_path, files)
    build_at(project)
    assert "The harbour is open." in "\n".join(texts(public(project)))


# When it is made


def test_nothing_changed_runs_nothing_and_writes_nothing(project: Project, fake: Fake) -> None:
    build_with(project, fake, clock_ns=settled())
    before = stamps(project.root)
    report = build_with(project, fake, clock_ns=settled())
    assert (report.rendered, report.written, report.removed) == ({}, (), ())
    after = stamps(project.root)
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert {name for name in changed if not name.startswith(".broadsheet/store")} == set()
    assert len(fake.runs) == 1


def test_a_body_edit_makes_it_again_in_the_same_publication(project: Project, fake: Fake) -> None:
    build_with(project, fake)
    edit(project, "content/articles/call.md", "lighthouse", "beacon")
    report = build_with(project, fake)
    assert len(fake.runs) == 2
    assert b"beacon" in fake.runs[1][CALL]
    assert of_index(report.written) == {ENTRY}
    assert b"beacon" in public(project)[ENTRY]
    manifest = load_manifest(request(project).place)
    assert manifest is not None
    assert of_index(manifest.files) == {ENTRY, "pagefind/pagefind.js"}
    assert list(manifest.files)[-1] == ENTRY  # what is pointed at comes first


def test_an_edit_of_what_is_not_searched_makes_nothing(project: Project, fake: Fake) -> None:
    build_with(project, fake)
    edit(project, "layouts/parts/foot.html", "<footer>", "<footer class='wide'>")
    assert build_with(project, fake).rendered
    assert len(fake.runs) == 1


def test_a_body_that_looks_the_same_leaves_the_files(project: Project, fake: Fake) -> None:
    build_with(project, fake)
    before = stamps(project.public / "pagefind")
    edit(project, "site.toml", "News of the harbour.", "News of the sea.")  # in each frame
    report = build_with(project, fake)
    assert len(fake.runs) == 2
    assert of_index(report.written) == set()
    assert stamps(project.public / "pagefind") == before
    build_with(project, fake)
    assert len(fake.runs) == 2


def test_another_version_makes_it_again_once(project: Project, fake: Fake) -> None:
    build_with(project, fake)
    fake.version = "fake 2"
    assert build_with(project, fake).written == ()
    build_with(project, fake)
    assert len(fake.runs) == 2


def test_a_clean_build_makes_it_again_and_writes_nothing(project: Project, fake: Fake) -> None:
    build_with(project, fake)
    before = stamps(project.public)
    assert build_with(project, fake, clean=True).written == ()
    assert len(fake.runs) == 2
    assert stamps(project.public) == before


def test_a_file_that_is_gone_or_edited_is_made_again(project: Project, fake: Fake) -> None:
    build_with(project, fake)
    before = public(project)
    (project.public / ENTRY).unlink()
    (project.public / "pagefind/pagefind.js").write_bytes(b"sj")
    report = build_with(project, fake)
    assert of_index(report.written) == {ENTRY, "pagefind/pagefind.js"}
    assert public(project) == before


def test_the_store_may_be_lost(project: Project, fake: Fake) -> None:
    build_with(project, fake)
    (project.state / "store.sqlite").unlink()
    assert build_with(project, fake).written == ()
    assert len(fake.runs) == 1


def test_a_site_without_pages_has_no_index(tmp_path: Path, fake: Fake) -> None:
    project = searchable(tmp_path, {})
    build_with(project, fake)
    build_with(project, fake)
    assert (fake.runs, of_index(public(project))) == ([], set())
    write(project.root, CONTENT)
    build_with(project, fake)
    assert ENTRY in public(project)


def test_a_preview_does_without(project: Project, fake: Fake) -> None:
    report = build_with(project, fake, audience=Audience.PREVIEW)
    assert fake.runs == []
    files = tree(request(project, audience=Audience.PREVIEW).place.root)
    assert of_index(files) == set()
    assert "search/index.html" in report.outputs  # which says that there is none


def test_a_menu_may_lead_to_the_search_in_a_preview_too(project: Project, fake: Fake) -> None:
    menu = '[[menu]]\nname = "Search"\nto = "/search/"\n'
    write(project.root, {"site.toml": (project.root / "site.toml").read_text("utf-8") + menu})
    for audience in Audience:
        assert build_with(project, fake, audience=audience).problems == ()


# Off again, lost, and compared


def test_off_again_all_its_files_are_removed(project: Project, fake: Fake) -> None:
    build_with(project, fake)
    gone = {path for path in public(project) if path.startswith(("pagefind/", "search/"))}
    assert gone == {ENTRY, "pagefind/pagefind.js", "search/index.html"}
    edit(project, "site.toml", "enabled = true", "enabled = false")
    report = build_with(project, fake)
    assert set(report.removed) == gone
    assert not (project.public / "pagefind").exists()


def test_clean_removes_it(project: Project) -> None:
    build_at(project)
    clean(request(project))
    assert public(project) == {}


def test_what_a_lost_manifest_listed_is_taken_over_and_pruned(project: Project) -> None:
    build_at(project)
    (request(project).place.state / MANIFEST).unlink()
    edit(project, "content/articles/storm.md", "summary:", "withdrawn: true\nsummary:")
    report = build_at(project)
    assert pages_in(public(project)) == {"/2025/11/call/", "/about/"}
    assert [path for path in report.removed if path.endswith(".pf_fragment")]
    assert "pagefind/pagefind.js" not in report.written


def test_a_file_of_somebody_else_in_its_folder_is_a_stranger(project: Project, fake: Fake) -> None:
    build_with(project, fake)
    (request(project).place.state / MANIFEST).unlink()
    write(project.public, {"pagefind/draft.html": "draft"})
    (problem,) = problems_with(project, fake)
    assert "pagefind/draft.html" in problem.message


def test_without_a_search_its_files_are_strangers(project: Project, fake: Fake) -> None:
    build_with(project, fake)
    (request(project).place.state / MANIFEST).unlink()
    edit(project, "site.toml", "enabled = true", "enabled = false")
    (problem,) = problems_with(project, fake)
    assert ENTRY in problem.message


def test_it_is_the_same_however_it_came_about(project: Project, tmp_path: Path) -> None:
    build_at(project)
    for number in range(12):
        new = article(f"News {number}", f"Word{number}.", section="sport")
        write(project.root, {f"content/articles/new-{number}.md": new})
        if number % 4 == 0:
            build_at(project)
    edit(project, "content/articles/call.md", "lighthouse", "beacon")
    (project.root / "content/articles/storm.md").unlink()
    build_at(project)
    assert len(pages_in(public(project))) == 14
    assert public(project) == clean_tree(project, tmp_path / "other")
    verdict = verify(request(project))
    assert verdict.identical
    assert verdict.compared == len(public(project))


def test_why_knows_its_files(project: Project, fake: Fake) -> None:
    build_with(project, fake)
    assert why(request(project), f"public/{ENTRY}").facts == (
        ("output", ENTRY),
        ("made of", "the 3 pages that a search finds"),
    )
    with pytest.raises(UsageError, match="expected a file of the site or of the result"):
        why(request(project), "public/pagefind/pagefind-ui.js")


def test_verification_sees_that_it_was_touched(project: Project) -> None:
    build_at(project)
    (project.public / ENTRY).write_bytes(b"{}")
    assert verify(request(project)).different == (ENTRY,)


# What goes wrong


def test_without_pagefind_the_setting_is_a_problem(project: Project) -> None:
    assert problems_with(project, Fake(version="")) == [
        Problem(
            "site.toml", 11, 2, "search",
            "expected Pagefind, which makes the index, got no such program",
            'pip install "broadsheet[search]"',
        )
    ]  # fmt: skip
    assert public(project) == {}


def test_where_it_fails_nothing_is_published(project: Project, fake: Fake) -> None:
    build_with(project, fake)
    before = stamps(project.public)
    edit(project, "content/articles/call.md", "lighthouse", "beacon")
    (problem,) = problems_with(project, replace(fake, fault="it fell over."))
    assert str(problem) == (
        "site.toml:11:2: search: expected Pagefind to index 3 pages, but it failed: it fell over."
    )
    assert stamps(project.public) == before
    assert not (request(project).place.state / "search").exists()
    build_with(project, fake)
    assert b"beacon" in public(project)[ENTRY]


def test_pagefind_says_itself_why_it_failed(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    with pytest.raises(IndexingFailed, match="was not able to build an index"):
        Pagefind().run(tmp_path / "site", tmp_path / "bundle", "en")


def test_settings_that_lie_about_do_not_reach_it(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    build_at(project)
    before = public(project)
    write(tmp_path, {"pagefind.toml": 'exclude_selectors = ["main"]\n'})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAGEFIND_EXCLUDE_SELECTORS", "main")
    build_at(project, clean=True)
    assert public(project) == before


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("content/pages/pagefind.md", "---\ntitle: Pagefind\n---\nIt.\n"),
        ("content/static/pagefind/pagefind.js", "alert(1)"),
        ("content/static/Pagefind/x.js", "alert(1)"),
    ],
)
def test_nothing_else_may_have_its_addresses(
    project: Project, fake: Fake, name: str, text: str
) -> None:
    write(project.root, {name: text})
    (problem,) = problems_with(project, fake)
    assert problem.path == name
    assert "belongs to the search" in problem.message


def test_a_disk_without_links_gets_copies(
    project: Project, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr("os.link", refuse)
    build_with(project, fake)
    assert fake.runs[0][CALL] == public(project)[CALL]


def test_a_result_that_is_a_link_of_the_owners_is_indexed(tmp_path: Path, fake: Fake) -> None:
    project = searchable(tmp_path / "site")
    (tmp_path / "elsewhere").mkdir()
    project.public.symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    build_with(project, fake)
    edit(project, "content/articles/call.md", "lighthouse", "beacon")
    build_with(project, fake)
    assert set(fake.runs[1]) == set(fake.runs[0])
    shutil.rmtree(tmp_path / "elsewhere")
