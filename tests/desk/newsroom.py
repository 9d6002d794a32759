"""A newsroom's desk of any size, the same one every time; and single articles to test with."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from generator.desk.front_matter import front_matter_table
from generator.desk.values import ArticleDesk, Desk, DeskArticle, DeskChange
from generator.errors import Problem, Severity
from generator.fingerprint import digest
from generator.model import AuthorType, Role
from generator.pages import (
    ArticlePage,
    BodyHtml,
    FeedItem,
    Head,
    Link,
    Note,
    Signature,
    State,
    Teaser,
    Time,
)
from generator.paths import SourcePath, UrlPath
from generator.pictures import Rendition

ZONE = ZoneInfo("America/Havana")
NOW = datetime(2025, 12, 1, 11, 5, tzinfo=ZONE)  # a Monday
EDITOR = "vscode://file/newsroom/{path}:{line}:{column}"
SECTIONS = ("Politics", "Economy", "Culture", "Military", "Weather", "Sport", "Opinion")
NAMES = ("Ana Pérez", "Íñigo Núñez", "Madison Peña", "Tomás Leal", "Yusnaby Ortega",
         "The Data Desk", "Camila Acosta", "Roberto Valdés")  # fmt: skip
SUBJECTS = ("Harbour", "Electricity grid", "Sugar harvest", "Baseball league", "Currency market",
            "National theatre", "Hurricane season", "Foreign ministry", "Bus fleet",
            "Book fair")  # fmt: skip
VERBS = ("reopens after", "waits for", "loses", "defends", "counts the cost of", "is promised",
         "explains")  # fmt: skip
OBJECTS = ("a year of repairs", "its worst month since 1993", "new rules on imports",
           "a third of its budget", "the longest blackout", "three hundred new posts",
           "what the ministry had denied until Thursday night")  # fmt: skip
FAULTS = (
    ("image_credit", "expected a credit, got none", "image_credit: Ana Pérez"),
    ("image_alt", "expected words for those who do not see the picture, got none", ""),
    ("summary", "expected a summary, got none", "summary: one or two sentences"),
    ("title", "expected a headline of at most 60 characters for search results, got 74", ""),
    ("tags", 'expected a tag that others use, got "Harbor"', 'did you mean "Harbour"?'),
    ("date", "expected an hour on a story of the day, got a date alone", "date: 2025-12-01 09:30"),
)
UNREADABLE = Problem(
    "content/articles/2025/12/blackout.md", 3, 9, "date",
    'expected a date such as 2025-11-28 or 2025-11-28 09:30, got "tomorrow"',
    "date: 2025-11-28 09:30",
)  # fmt: skip


def article(title: str = "The call", **values: object) -> DeskArticle:
    """Return a published article; `values` are what is special about it."""
    slug = title.lower().replace(" ", "-")
    plain = DeskArticle(
        source=SourcePath(f"content/articles/{slug}.md"),
        title=title,
        url=UrlPath(f"/2025/11/{slug}/"),
        state=State.PUBLISHED,
        published=at(2025, 11, 28, 9, 30),
        words=460,
        changed=datetime(2025, 11, 28, 9, 0, tzinfo=UTC),
        section="Politics",
        byline=("Ana Pérez",),
    )
    return replace(plain, **values)  # type: ignore[arg-type]


def at(*parts: int) -> Time:
    """Return a time in the newsroom's zone; without an hour, a bare date."""
    return Time(datetime(*parts, tzinfo=ZONE), has_time=len(parts) > 3)  # type: ignore[arg-type,misc]


def desk(*articles: DeskArticle, **values: object) -> Desk:
    """Return a desk of these articles."""
    plain = Desk(title="The Harbour News", now=NOW, articles=articles, editor=EDITOR)
    return replace(plain, **values)  # type: ignore[arg-type]


def warning(field: str, message: str = "expected more, got less", line: int = 4) -> Problem:
    """Return a warning of no file."""
    return Problem("content/articles/a.md", line, 1, field, message, "", Severity.WARNING)


def newsroom(count: int) -> Desk:
    """Return a desk with many articles."""
    chance = random.Random(count)
    articles = tuple(_article(chance, number, count) for number in range(count))
    waiting = [each for each in articles if each.release]
    changes = [DeskChange(each.release, "goes live", each.title, each.source)
               for each in waiting if each.release]  # fmt: skip
    changes += [
        DeskChange(NOW + timedelta(days=9, hours=3), "expires", each.title, each.source)
        for each in articles[20:22]
    ]
    return desk(
        *articles,
        changes=tuple(sorted(changes, key=lambda each: each.at)),
        problems=(UNREADABLE,),
    )


def _article(chance: random.Random, number: int, count: int) -> DeskArticle:
    words = (chance.choice(SUBJECTS), chance.choice(VERBS), chance.choice(OBJECTS))
    state = _state(chance, number)
    ago = timedelta(minutes=chance.randrange(60, 240 * 24 * 60))
    release = None
    if state in (State.SCHEDULED, State.EMBARGOED):
        release = NOW + timedelta(minutes=125 + number * 371)
    published = Time(release or NOW - ago, has_time=chance.random() < 0.8)
    problems = tuple(
        Problem(f"content/articles/{number}.md", chance.randrange(2, 12), 1, field, message, hint,
                Severity.ERROR if chance.random() < 0.04 else Severity.WARNING)
        for field, message, hint in chance.sample(FAULTS, chance.choice((0, 0, 0, 0, 1, 1, 2, 3)))
    )  # fmt: skip
    return DeskArticle(
        source=SourcePath(f"content/articles/{published.at:%Y/%m}/story-{number}.md"),
        title=" ".join(words),
        url="" if state in (State.EXPIRED, State.WITHDRAWN) else UrlPath(f"/2025/11/{number}/"),
        state=state,
        published=published,
        words=chance.randrange(180, 2400),
        changed=NOW - timedelta(minutes=chance.randrange(2, 90 * 24 * 60)),
        release=release,
        section=chance.choices(SECTIONS, range(len(SECTIONS), 0, -1))[0],
        byline=tuple(chance.sample(NAMES, chance.choice((1, 1, 1, 2)))),
        problems=problems,
        is_corrected=chance.random() < 0.05,
        has_picture=chance.random() < 0.7,
        has_credit=chance.random() < 0.8 - number / count / 3,
    )


def _state(chance: random.Random, number: int) -> State:
    early = (State.DRAFT, State.SCHEDULED, State.DRAFT, State.EMBARGOED, State.SCHEDULED)
    if number < 12:
        return early[number % len(early)]
    rare = (State.EXPIRED, State.WITHDRAWN)
    return chance.choice(rare) if chance.random() < 0.02 else State.PUBLISHED


LONG_TITLE = (
    "Electricity grid counts the cost of what the ministry had denied until late on Thursday night"
)
SUMMARY = (
    "Engineers had warned for two years that a single substation could take down half of the "
    "island. Documents show who read those warnings, and when, and what was done about them."
)
FILE = """---
title: "Electricity grid: counting the cost"
author:
  - Ana Pérez
  - name: Tomás Leal
    role: photographs
date: 2025-11-28 09:30
section: economy
tags: [Electricity, Harbour]
summary: Engineers had warned for two years.
image: /images/grid.jpg
image_focus: 50% 20%
embargo: soon
corrections:
  - date: 2025-11-29
    text: The substation is in Matanzas.
---

Text.
"""


def article_desk(picture: Rendition | None = None, **values: object) -> ArticleDesk:
    """Return the desk's view of one article, with everything that one can have."""
    problems = (
        Problem("content/articles/grid.md", 13, 10, "embargo",
                'expected a date such as 2025-11-28 or 2025-11-28 09:30, got "soon"',
                "embargo: 2025-11-28 09:30"),
        warning("image_credit", "expected a credit, got none", 11),
    )  # fmt: skip
    listed = article(
        LONG_TITLE,
        source=SourcePath("content/articles/grid.md"),
        url=UrlPath("/2025/11/grid/"),
        section="Economy",
        byline=("Ana Pérez", "Tomás Leal"),
        problems=problems,
        is_corrected=True,
        words=1240,
        changed=NOW - timedelta(minutes=12),
    )
    note = Note(at(2025, 11, 29), "An earlier version placed the substation in Havana.")
    plain = ArticleDesk(
        site_title="The Harbour News",
        home="https://harbour.example/news",
        now=NOW,
        article=listed,
        page=_page(picture, (note,)),
        feed_item=FeedItem(_teaser(), BodyHtml(digest(b"")), ("Electricity", "Harbour"), NOW,
                           (note,), "MATANZAS"),
        corrections=(note,),
        front_matter=front_matter_table(listed.source, FILE.encode(), NOW),
        changes=(DeskChange(NOW + timedelta(hours=22), "leaves the news sitemap", LONG_TITLE,
                            listed.source),),
        editor=EDITOR,
    )  # fmt: skip
    return replace(plain, **values)  # type: ignore[arg-type]


def _teaser() -> Teaser:
    byline = tuple(
        Signature(name, UrlPath("/authors/a/"), Role.REPORTING, AuthorType.PERSON)
        for name in ("Ana Pérez", "Tomás Leal")
    )
    published = at(2025, 11, 28, 9, 30)
    return Teaser(UrlPath("/2025/11/grid/"), LONG_TITLE, SUMMARY, "", byline,
                  Link("Economy", "/sections/economy/"), published, published, None,
                  "en")  # fmt: skip


def _page(picture: Rendition | None, notes: tuple[Note, ...]) -> ArticlePage:
    url = UrlPath("/2025/11/grid/")
    return ArticlePage(
        head=Head(url, LONG_TITLE, SUMMARY, picture=picture),
        article=_teaser(),
        standfirst=SUMMARY,
        body=BodyHtml(digest(b"")),
        dateline="MATANZAS",
        updated=None,
        corrections=notes,
        headings=(),
        questions=(),
        tags=(),
        authors=(),
        newer=None,
        older=None,
        words=1240,
    )
