"""Nothing that is not public is in the result: not a word, not a name, not a picture's bytes.

Every part of a story that is not public holds a word of its own; the whole result is searched for
all of them, as it stands and with addresses, HTML and JSON unescaped.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest

from generator.building.build import plan_only
from generator.paths import OutputPath
from generator.planning.changes import Audience
from generator.planning.plan import Output
from generator.planning.recipes import Card
from generator.project import Project
from tests.site_kit import (
    DAY,
    HOUR,
    NOW,
    SITE_TOML,
    THEME,
    Files,
    article,
    build_at,
    edit,
    png,
    public,
    request,
    site,
    stamps,
    tree,
    write,
)

pytestmark = pytest.mark.usefixtures("quick_disk")

PARTS = (
    "title",
    "slug",
    "body",
    "summary",
    "tag",
    "author",
    "alt",
    "caption",
    "credit",
    "picture",
    "inline",
    "alias",
    "footnote",
    "dateline",
    "kicker",
    "heading",
    "correction",
    "document",
)
LATER = f"{NOW + DAY:%Y-%m-%d %H:%M}"
EARLIER = f"{NOW - DAY:%Y-%m-%d %H:%M}"
HIDDEN: Mapping[str, Mapping[str, str]] = {
    "draft": {"draft": "true"},
    "scheduled": {"date": LATER},
    "embargoed": {"embargo": LATER},
    "expired": {"expires": EARLIER},
    "withdrawn": {"withdrawn": "true"},
    "both": {"draft": "true", "date": LATER, "embargo": LATER},
}


def word(state: str, part: str) -> str:
    """Return the word that stands in one part of one story, and nowhere else."""
    return f"zq{state}x{part}qz"


def addresses(state: str) -> set[str]:
    """Return what may stay of a withdrawn story: where it was, so that readers find the notice."""
    return {word(state, "slug"), word(state, "alias")}


def words(*states: str) -> set[str]:
    return {word(state, part) for state in states for part in PARTS}


def story(state: str, **fields: str) -> Files:
    """Return a story with a word of its own in each part, and its pictures."""
    own = {part: word(state, part) for part in PARTS}
    body = (
        f"First {own['body']}.\n\n## {own['heading']}\n\n"
        f"![{own['inline']}](../images/{own['inline']}.png)\n\nA note.[^1]\n\n"
        f"[The document](../files/{own['document']}.pdf)\n\n"
        f"[^1]: {own['footnote']}\n"
    )
    text = article(
        own["title"],
        body,
        **{
            "author": f"[Ada Reed, {own['author']}]",
            "date": "2025-11-20 09:00",
            "summary": own["summary"],
            "slug": own["slug"],
            "section": "news",
            "tags": f"[Harbour, {own['tag']}]",
            "dateline": own["dateline"],
            "kicker": own["kicker"],
            "image": f"../images/{own['picture']}.png",
            "image_alt": own["alt"],
            "image_caption": own["caption"],
            "image_credit": own["credit"],
            "aliases": f"[/old/{own['alias']}/]",
            "corrections": f"\n  - date: 2025-11-21\n    text: {own['correction']}",
            "featured": "true",
            **fields,
        },
    )
    size = 3 + [*HIDDEN, "public"].index(state)
    return {
        f"content/articles/{state}.md": text,
        f"content/authors/{own['author']}.md": f"---\nname: {own['author']}\n---\nA life.\n",
        f"content/images/{own['picture']}.png": png("red", size, 1) + own["picture"].encode(),
        f"content/images/{own['inline']}.png": png("red", size, 2) + own["inline"].encode(),
        f"content/files/{own['document']}.pdf": own["document"],
    }


PAGE = """---
title: zqpagextitleqz
slug: zqpagexslugqz
summary: zqpagexsummaryqz
aliases: /old/zqpagexaliasqz/
draft: true
---
Text zqpagexbodyqz. ![zqpagexaltqz](../images/zqpagexpictureqz.png)
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a site that shows one story in every way, and hides one for each reason."""
    line_up = json.dumps([f"articles/{state}.md" for state in HIDDEN])
    files: dict[str, str | bytes] = {
        "site.toml": f"{SITE_TOML}[front]\nline_up = {line_up}\n",
        "content/articles/open.md": article(
            "Open",
            "See " + " ".join(f"[one]({state}.md)" for state in HIDDEN if state != "withdrawn"),
            section="news",
            tags="[Harbour]",
        ),
        "content/pages/secret.md": PAGE,
        "content/images/zqpagexpictureqz.png": png("red", 1, 1),
        "content/images/zqunusedqz.png": png("red", 1, 2),
        "content/files/zqunusedqz.pdf": "zqunusedqz",
    }
    for state, fields in HIDDEN.items():
        files |= story(state, **fields)
    return site(tmp_path / "site", files, theme=THEME)


def forms(data: bytes) -> Iterator[str]:
    """Yield a file's text as it stands, and with each escape undone."""
    text = data.decode("utf-8", "replace")
    yield text
    yield unquote(text)
    yield html.unescape(text)
    yield html.unescape(html.unescape(text))  # HTML in a feed's XML
    yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)


def found_in(files: Mapping[str, bytes], looked_for: Iterable[str]) -> set[str]:
    """Return the words that are anywhere in some files, or in their names."""
    texts = [text.casefold() for data in files.values() for text in forms(data)]
    texts += [unquote(name).casefold() for name in files]
    everything = "\n".join(texts)
    return {each for each in looked_for if each.casefold() in everything}


def test_the_search_finds_every_word_of_a_public_story(tmp_path: Path) -> None:
    project = site(tmp_path, story("public"), theme=THEME)
    build_at(project)
    assert found_in(public(project), words("public")) == words("public")


def test_nothing_of_what_is_hidden_is_in_the_result(project: Project) -> None:
    build_at(project)
    hidden = words(*HIDDEN)
    assert found_in(public(project), hidden) == addresses("withdrawn")
    assert found_in(public(project), ["zqpage", "zqunused"]) == set()


def test_the_notice_has_the_address_and_nothing_else_of_the_story(project: Project) -> None:
    build_at(project)
    slug = word("withdrawn", "slug")
    notice = f"2025/11/{slug}/index.html"
    old = f"old/{word('withdrawn', 'alias')}/index.html"
    files = public(project)
    named = {name for name, data in files.items() if found_in({name: data}, [slug])}
    assert named == {notice, old, "_redirects"}
    assert b'content="noindex"' in files[notice]
    assert b'content="noindex"' in files[old]


def planned(project: Project) -> Mapping[OutputPath, Output]:
    return plan_only(request(project))[1].outputs


def test_no_card_is_drawn_of_what_is_hidden(project: Project) -> None:
    recipes = [output.recipe for output in planned(project).values()]
    titles = {recipe.title for recipe in recipes if isinstance(recipe, Card)}
    assert len(titles) == 2
    assert not [title for title in titles for secret in words(*HIDDEN) if secret in title]


def test_no_name_of_a_hidden_file_is_left_to_guess(project: Project) -> None:
    outputs = planned(project)
    names = {name for name, output in outputs.items() if not isinstance(output.recipe, Card)}
    assert {name for name in names if name.startswith(("media/", "files/"))} == set()
    assert {name for name in names if name.startswith("authors/")} == {
        "authors/index.html",
        "authors/ada-reed/index.html",
        "authors/ada-reed/feed.xml",
    }
    assert {name for name in names if name.startswith("tags/")} == {
        "tags/index.html",
        "tags/harbour/index.html",
        "tags/harbour/feed.xml",
    }
    assert {name for name in names if name.startswith("old/")} == {
        f"old/{word('withdrawn', 'alias')}/index.html"
    }


@pytest.mark.parametrize("state", ["scheduled", "embargoed"])
def test_a_story_is_absent_the_second_before_its_time_and_whole_at_it(
    project: Project, state: str
) -> None:
    build_at(project, NOW + DAY - timedelta(seconds=1))
    assert found_in(public(project), words(state)) == set()
    build_at(project, NOW + DAY)
    assert found_in(public(project), words(state)) == words(state)


def test_a_story_is_gone_from_its_expiry_on(project: Project) -> None:
    build_at(project, NOW - DAY - HOUR)
    assert found_in(public(project), words("expired")) == words("expired")
    report = build_at(project, NOW - DAY)
    assert found_in(public(project), words("expired")) == set()
    assert f"2025/11/{word('expired', 'slug')}/index.html" in report.removed


def test_a_story_that_becomes_public_is_whole_and_a_withdrawn_one_is_gone(
    project: Project,
) -> None:
    build_at(project)
    edit(project, "content/articles/draft.md", "draft: true\n", "")
    build_at(project)
    assert found_in(public(project), words("draft")) == words("draft")
    edit(project, "content/articles/draft.md", "featured: true", "featured: true\nwithdrawn: true")
    build_at(project)
    assert found_in(public(project), words("draft")) == addresses("draft")


def test_a_story_that_becomes_a_draft_again_is_gone_altogether(project: Project) -> None:
    write(project.root, story("scheduled"))
    build_at(project)
    assert found_in(public(project), words("scheduled")) == words("scheduled")
    write(project.root, story("scheduled", draft="true"))
    build_at(project)
    assert found_in(public(project), words("scheduled")) == set()


def test_a_deleted_story_is_gone_altogether(project: Project) -> None:
    write(project.root, story("both"))
    build_at(project)
    assert found_in(public(project), words("both")) == words("both")
    edit(project, "content/articles/open.md", "[one](both.md)", "one")
    edit(project, "site.toml", ', "articles/both.md"', "")
    (project.root / "content/articles/both.md").unlink()
    build_at(project)
    assert found_in(public(project), words("both")) == set()


def test_the_news_of_a_change_to_come_is_told_to_the_newsroom_alone(project: Project) -> None:
    report = build_at(project)
    assert report.next == NOW + DAY
    assert found_in(public(project), ["embargoed.md", "scheduled.md"]) == set()


def test_a_preview_shows_what_is_to_come_and_tells_machines_to_stay_away(project: Project) -> None:
    build_at(project, audience=Audience.PREVIEW)
    preview = tree(project.state / "preview")
    assert not project.public.exists()
    shown = ("draft", "scheduled", "embargoed", "both")
    assert found_in(preview, words(*shown)) == words(*shown)
    assert found_in(preview, words("expired")) == set()
    assert b"Disallow: /\n" in preview["robots.txt"]
    pages = {name: data for name, data in preview.items() if name.endswith(".html")}
    assert len(pages) > 10
    assert [name for name, data in pages.items() if b"noindex" not in data] == []


def test_a_preview_leaves_the_public_result_as_it_is(project: Project) -> None:
    build_at(project)
    before = stamps(project.public)
    build_at(project, audience=Audience.PREVIEW)
    assert stamps(project.public) == before
    report = build_at(project)
    assert (report.rendered, report.written) == ({}, ())


def test_nothing_of_this_machine_is_in_the_result(project: Project) -> None:
    build_at(project)
    root = str(project.root)
    assert found_in(public(project), [root, str(THEME), Path.home().name + "@"]) == set()


@pytest.mark.parametrize("hours", [-26, -1, 0, 1, 23, 24, 25, 80])
def test_at_any_hour_the_result_holds_the_stories_of_that_hour_and_no_other(
    project: Project, hours: int
) -> None:
    now: datetime = NOW + hours * HOUR
    build_at(project, now)
    shown = {
        "scheduled": hours >= 24,
        "embargoed": hours >= 24,
        "expired": hours < -24,
        "draft": False,
        "both": False,
    }
    for state, visible in shown.items():
        assert found_in(public(project), words(state)) == (words(state) if visible else set())
