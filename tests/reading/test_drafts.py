"""All the ways of marking an article as not for readers: each hides it, or stops the build.

A reader that takes one of them for "publish as is" prints what nobody may see yet. What does both
(says nothing and hides nothing) must not exist, whichever of libyaml and pure Python parses.
"""

import pytest
import yaml

from generator.dates import When
from generator.model import Article
from generator.reading import front_matter
from generator.reading.articles import read_article
from tests.reading.texts import ARTICLE

HEAD = "title: The call\nauthor: Madison Reed\ndate: 2025-11-28\n"


def fenced(lines: str, head: str = HEAD) -> str:
    return f"---\n{head}{lines}\n---\nText.\n"


# The outcome is "hidden" where the article is read and is a draft, "waits" where it is read with
# its embargo, and "refused" where there is a problem, so that nothing at all is published.
PASSED_OVER_BY_OTHERS: dict[str, tuple[str | bytes, str]] = {
    "a byte order mark": (f"\ufeff{fenced('draft: true')}", "hidden"),
    "no closing fence": (f"---\n{HEAD}draft: true\n\nText.\n", "refused"),
    "dots for the closing fence": (f"---\n{HEAD}draft: true\n...\nText.\n", "refused"),
    "a fence that autocorrect made a dash": (f"—\n{HEAD}draft: true\n—\nText.\n", "refused"),
    "a fence of two hyphens": (f"--\n{HEAD}draft: true\n--\nText.\n", "refused"),
    "a comment after the fence": (f"--- # call\n{HEAD}draft: true\n---\nText.\n", "refused"),
    "text before the fence": (f"Text.\n{fenced('draft: true')}", "refused"),
    "an HTML comment before the fence": (f"<!-- x -->\n{fenced('draft: true')}", "refused"),
    "a TOML fence": ('+++\ntitle = "The call"\ndraft = true\n+++\nText.\n', "refused"),
    "a list instead of a mapping": ("---\n- title: x\n- draft: true\n---\nText.\n", "refused"),
    "the key twice": (fenced("draft: true\ndraft: false"), "refused"),
    "a capital letter": (fenced("Draft: true"), "refused"),
    "all capitals": (fenced("DRAFT: true"), "refused"),
    "a fence inside a block of text": (fenced("summary: |\n  A\n---\ndraft: true"), "refused"),
    "a second document": (f"---\n{HEAD}---\ndraft: true\n---\nText.\n", "refused"),
    "the plural": (fenced("drafts: true"), "refused"),
    "a status": (fenced("status: draft"), "refused"),
    "no value": (fenced("draft:"), "refused"),
    "an unseen letter in the key": (fenced("dra\u200bft: true"), "refused"),
    "a Cyrillic letter in the key": (fenced("dr\u0430ft: true"), "refused"),
    "a comment": (fenced("# draft: true"), "refused"),
    "an embargo to the minute": (fenced("embargo: 2035-11-28 09:00"), "waits"),
}
RAISED_ELSEWHERE: dict[str, tuple[str | bytes, str]] = {
    "a tab before the key": (fenced("\tdraft: true"), "refused"),
    "a merge key": (fenced("<<: {draft: true}"), "refused"),
    "a tag that does not fit": (fenced('draft: !!bool "x"'), "refused"),
    "UTF-16": (fenced("draft: true").encode("utf-16"), "refused"),
    "a key that is no text": (fenced("on: air\ndraft: true\n5: x"), "refused"),
    "an alias of nothing": (fenced("draft: *yes"), "refused"),
    "an embargo on a day that is none": (fenced("embargo: 2035-02-30"), "refused"),
}
HIDDEN_ELSEWHERE: dict[str, tuple[str | bytes, str]] = {
    "true": (fenced("draft: true"), "hidden"),
    "True": (fenced("draft: True"), "hidden"),
    "TRUE": (fenced("draft: TRUE"), "hidden"),
    "yes": (fenced("draft: yes"), "hidden"),
    "true in quotation marks": (fenced('draft: "true"'), "hidden"),
    "on": (fenced("draft: on"), "refused"),
    "1": (fenced("draft: 1"), "refused"),
    "y": (fenced("draft: y"), "refused"),
}
WAYS = PASSED_OVER_BY_OTHERS | RAISED_ELSEWHERE | HIDDEN_ELSEWHERE

OTHERS: dict[str, tuple[str | bytes, str]] = {
    "carriage returns alone": (fenced("draft: true").replace("\n", "\r"), "hidden"),
    "carriage returns and line feeds": (fenced("draft: true").replace("\n", "\r\n"), "hidden"),
    "a quoted key": (fenced('"draft": true'), "hidden"),
    "a key with a question mark": (fenced("? draft\n: true"), "hidden"),
    "a comment behind the value": (fenced("draft: true # until Friday"), "refused"),
    "one mapping in braces": (fenced("", "{title: a, author: b, date: 2025-01-01, draft: yes}"),
                              "hidden"),
    "spaces behind the fences": ("---  \n" + HEAD + "draft: true\n--- \nText.\n", "hidden"),
    "a comment behind another value": (fenced("kicker: x # draft: true"), "refused"),
    "no space behind the colon": (fenced("draft:true"), "refused"),
    "an equals sign": (fenced("draft = true"), "refused"),
    "an indented line of a summary": (fenced("summary: >\n  A\n  draft: true"), "refused"),
    "an indented line": (fenced(" draft: true"), "refused"),
    "an anchor": (fenced("draft: &d true"), "refused"),
    "a tag": (fenced("draft: !!bool true"), "refused"),
    "a list": (fenced("draft: [true]"), "refused"),
    "a mapping": (fenced("draft: {now: true}"), "refused"),
    "full-width letters": (fenced("draft: ｔｒｕｅ"), "refused"),
    "a line separator": (fenced("kicker: x\u2028draft: true"), "refused"),
    "a next-line character": (fenced("kicker: x\u0085draft: true"), "refused"),
    "an empty first line": (f"\n{fenced('draft: true')}", "refused"),
    "a field under the fence": (f"---\n{HEAD}---\n\nDraft: true\n\nText.\n", "refused"),
    "JSON": ('{"title": "The call", "draft": true}\n\nText.\n', "refused"),
    "a key that says the opposite": (fenced("publish: false"), "refused"),
    "an expiry that has passed": (fenced("expires: 2025-11-29"), "expires"),
}  # fmt: skip


@pytest.fixture(params=["CSafeLoader", "SafeLoader"], autouse=True)
def _loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front_matter, "LOADER", getattr(yaml, request.param))


def outcome(written: str | bytes) -> str:
    data = written.encode() if isinstance(written, str) else written
    reading = read_article(ARTICLE, data)
    if reading.content is None:
        assert reading.problems, "neither read nor refused"
        return "refused"
    assert isinstance(reading.content, Article)
    if reading.content.draft:
        return "hidden"
    if reading.content.embargo == When("2035-11-28T09:00:00"):
        return "waits"
    return "expires" if reading.content.expires == When("2025-11-29") else "published"


def test_the_ways_are_thirty_seven() -> None:
    assert (len(PASSED_OVER_BY_OTHERS), len(RAISED_ELSEWHERE), len(HIDDEN_ELSEWHERE)) == (22, 7, 8)
    assert len(WAYS) == 37


@pytest.mark.parametrize("way", WAYS)
def test_a_way_of_marking_a_draft_hides_it_or_stops_the_build(way: str) -> None:
    written, expected = WAYS[way]
    assert outcome(written) == expected


@pytest.mark.parametrize("way", OTHERS)
def test_a_stranger_way_does_so_too(way: str) -> None:
    written, expected = OTHERS[way]
    assert outcome(written) == expected


def test_a_tab_before_the_value_publishes_nothing() -> None:
    assert outcome(fenced("draft:\ttrue")) in {"hidden", "refused"}  # the two parsers differ


@pytest.mark.parametrize("line", ["draft: false", "draft: no", "draft: FALSE", "kicker: Draft"])
def test_what_is_no_draft_is_published(line: str) -> None:
    assert outcome(fenced(line)) == "published"


@pytest.mark.parametrize(
    "text", ["Status: quo.", "A text\n\n---\n\nthat has a rule", "| draft: |\n|---|\n| x |"]
)
def test_a_text_may_speak_of_drafts(text: str) -> None:
    assert outcome(f"---\n{HEAD}---\nText.\n\n{text}\n") == "published"
