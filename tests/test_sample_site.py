"""The site in this repository: complete, and true to what it may say."""

import re

from tests.strict_html import Element, read_html
from tests.whole_sites import ROOT, Built

LEAD = "2025/11/trump-maduro-call/index.html"


def page(sample: Built, path: str) -> Element:
    return read_html(sample.text(path))[0]


def articles(sample: Built) -> list[str]:
    return [path for path in sample.files if re.fullmatch(r"\d{4}/\d{2}/[^/]+/index\.html", path)]


def pages_with(sample: Built, text: str) -> list[str]:
    return [path for path in articles(sample) if text in sample.text(path)]


def classed(root: Element, name: str) -> list[Element]:
    return [each for each in root.walk() if name in each.get("class").split()]


# -- complete


def test_it_is_built_without_a_problem(sample: Built) -> None:
    assert sample.report.problems == ()


def test_it_has_eight_to_ten_articles(sample: Built) -> None:
    assert 8 <= len(articles(sample)) <= 10


def test_it_shows_a_correction_questions_and_a_timeline(sample: Built) -> None:
    assert pages_with(sample, 'id="bs-corrections"')
    assert pages_with(sample, '<section class="questions">')
    assert [path for path in articles(sample) if "timeline" in path]


def test_the_draft_and_the_article_of_the_future_leave_no_byte(sample: Built) -> None:
    hidden = [
        file.read_text("utf-8")
        for file in (ROOT / "content" / "articles").rglob("*.md")
        if re.search(r"^(draft: true|date: 20[3-9]\d.*)$", file.read_text("utf-8"), re.MULTILINE)
    ]
    assert len(hidden) == 2
    everything = "\n".join(
        [*sample.files, *(data.decode(errors="replace") for data in sample.files.values())]
    )
    for text in hidden:
        title = re.search(r"^title: '?(.+?)'?$", text, re.MULTILINE)
        assert title is not None
        paragraphs = [line for line in text.split("\n---\n")[1].splitlines() if len(line) > 80]
        assert paragraphs
        for secret in (title[1], *(line[:40] for line in paragraphs)):
            assert secret not in everything
    for name in ("cartel-of-the-suns/index.html", "coverage-review"):
        assert [
            path for path in sample.files if name in path and not path.startswith("tags/")
        ] == []


def test_it_says_who_makes_it_and_how_it_corrects(sample: Built) -> None:
    about = page(sample, "about/index.html")
    policies = [each.get("href") for each in about.one("main").all("a")]
    assert "/corrections-policy/" in policies
    assert page(sample, "corrections-policy/index.html").one("h1").text == "Corrections policy"
    for path in articles(sample):
        links = {each.get("href") for each in page(sample, path).one("body").all("a")}
        assert {"/about/", "/corrections-policy/"} <= links


def test_the_lead_is_signed_dated_and_credited(sample: Built) -> None:
    lead = page(sample, LEAD)
    byline = classed(lead, "byline")[0]
    assert byline.text == "By Madison Pena"
    published = classed(lead, "dt-published")[0]
    assert published.get("datetime").startswith("2025-11-28")
    assert published.text == "Friday, November 28, 2025"
    assert classed(lead, "credit")[0].text == "© X"


def test_the_lead_stands_first_on_the_front(sample: Built) -> None:
    front = page(sample, "index.html")
    first = front.one("main").all("article")[0]
    assert first.one("a").get("href") == "/2025/11/trump-maduro-call/"


def test_every_page_ends_with_the_line_of_the_site(sample: Built) -> None:
    for path in sample.files:
        if path.endswith(".html") and "http-equiv" not in sample.text(path):
            lines = classed(page(sample, path), "colophon-line")
            assert [line.text for line in lines] == ["© CubaHeadlines 2025"], path


def test_every_picture_is_described_and_says_that_it_is_drawn(sample: Built) -> None:
    for path in articles(sample):
        main = page(sample, path).one("main")
        assert main.all("img"), path
        assert all(picture.get("alt") for picture in main.all("img"))
        for figure in main.all("figure"):
            if figure.all("img"):
                assert re.search(r"\bdrawn\b", figure.one("figcaption").text), path


def test_every_lead_picture_is_large_enough_for_every_reader(sample: Built) -> None:
    for path in articles(sample):
        (lead,) = classed(page(sample, path), "lead-picture")
        width, height = (int(lead.one("img").get(name)) for name in ("width", "height"))
        assert width >= 1200, path
        assert width * height >= 300_000, path
        assert width * 9 == height * 16, path


def test_names_keep_their_accents(sample: Built) -> None:
    for path, data in sample.files.items():
        if path.endswith((".html", ".xml", ".json")):
            assert not re.search(r"\bNicolas\b", data.decode()), path
