"""Minimal valid pages: each function takes what a test is about and fills in the rest."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from generator.fingerprint import Digest, digest
from generator.model import AuthorType, Role
from generator.pages import (
    ArticlePage,
    AuthorCard,
    BodyHtml,
    FeedItem,
    FeedPage,
    Head,
    Link,
    ListingKind,
    ListingPage,
    Note,
    NotFoundPage,
    Page,
    Signature,
    StaticPage,
    Target,
    Teaser,
    TextPage,
    Time,
)
from generator.paths import UrlPath
from generator.pictures import Format, Picture, Words, fitting
from generator.planning.recipes import Template
from generator.rendering.templates import Templates
from generator.site_info import Publisher, SiteInfo

ROOT = Path(__file__).parents[2]
THEME = ROOT / "layouts"
HAVANA = ZoneInfo("America/Havana")
NEW_YORK = ZoneInfo("America/New_York")
MORNING = datetime(2025, 11, 28, 9, 30, tzinfo=NEW_YORK)
EVENING = datetime(2025, 11, 29, 18, 5, tzinfo=NEW_YORK)
HTML = "<p>The harbour is open.</p>"
TEXT = digest(HTML.encode())

ENGLISH = """\
corrections_one = "Correction"
corrections_other = "Corrections"
by = "By {names}"
hits_one = "{count} hit"
hits_other = "{count} hits"
"""

CALL = UrlPath("/2025/11/call/")


def at(moment: datetime = MORNING, *, has_time: bool = True) -> Time:
    return Time(moment, has_time)


def site(**values: object) -> SiteInfo:
    info = SiteInfo(
        title="The Example",
        description="News of the harbour.",
        language="en",
        base_url="https://example.com",
        base_path="",
        footer="",
        menu=(),
        sections=(),
        feeds=(),
        publisher=Publisher("Example Media"),
        x_account="",
        assets=(("site.css", UrlPath("/assets/site.1234.css")),),
    )
    return replace(info, **values)  # type: ignore[arg-type]


def below_a_path(**values: object) -> SiteInfo:
    return site(base_url="https://example.com/repo", base_path="/repo", **values)


def picture(*, alt: str = "Ships in a harbour", **words: str) -> Picture:
    """Return a picture that was never cut, 1,200 pixels wide."""
    return Picture(
        stem=UrlPath("/media/harbour.0123"),
        size=(1200, 675),
        formats=(Format.AVIF, Format.WEBP, Format.JPEG),
        widths=(640, 1200),
        plain_widths=(640, 1200),
        words=Words(alt=alt, **words),
    )


def logo(width: int = 512, height: int = 512) -> Picture:
    widths = fitting((144, 512), width)
    stem = UrlPath("/media/logo.0123")
    return Picture(
        stem=stem, size=(width, height), formats=(Format.PNG,), widths=(), plain_widths=widths
    )


def signature(
    name: str = "Ana Díaz", role: Role = Role.REPORTING, kind: AuthorType = AuthorType.PERSON
) -> Signature:
    slug = name.lower().replace(" ", "-").replace("í", "i")
    return Signature(name, UrlPath(f"/authors/{slug}/"), role, kind)


def teaser(**values: object) -> Teaser:
    made = Teaser(
        url=CALL,
        title="The call",
        summary="A call was made.",
        kicker="",
        byline=(signature(),),
        section=Link("World", "/world/"),
        published=at(),
        modified=at(),
        picture=None,
        language="en",
    )
    return replace(made, **values)  # type: ignore[arg-type]


def head(url: str = CALL, title: str = "The call", **values: object) -> Head:
    return replace(Head(UrlPath(url), title, ""), **values)  # type: ignore[arg-type]


def body(html: str = HTML, *targets: Target) -> BodyHtml:
    return BodyHtml(digest(html.encode()), targets)


def kept(*texts: str) -> Mapping[Digest, str]:
    return {digest(text.encode()): text for text in texts or (HTML,)}


def article_page(**values: object) -> ArticlePage:
    made = ArticlePage(
        head=head(trail=(Link("Home", "/"), Link("World", "/world/"))),
        article=teaser(),
        body=body(),
        standfirst="A call was made.",
        dateline="",
        updated=None,
        corrections=(),
        headings=(),
        questions=(),
        tags=(),
        authors=(),
        newer=None,
        older=None,
        words=4,
    )
    return replace(made, **values)  # type: ignore[arg-type]


def listing_page(kind: ListingKind, **values: object) -> ListingPage:
    made = ListingPage(
        head=head("/tags/sea/", "Sea", trail=(Link("Home", "/"),)),
        kind=kind,
        name="Sea",
        description="",
        teasers=(),
        number=None,
        newer=None,
        older=None,
        count=0,
    )
    return replace(made, **values)  # type: ignore[arg-type]


def static_page(url: str = "/about/", **values: object) -> StaticPage:
    made = StaticPage(head(url, "About"), body(), headings=(), updated=None, language="en")
    return replace(made, **values)  # type: ignore[arg-type]


def author_card(**values: object) -> AuthorCard:
    made = AuthorCard("Ana Díaz", UrlPath("/authors/ana-diaz/"), AuthorType.PERSON)
    return replace(made, **values)  # type: ignore[arg-type]


def feed_item(**values: object) -> FeedItem:
    made = FeedItem(
        article=teaser(), body=body(), tags=(), updated=EVENING, corrections=(), dateline=""
    )
    return replace(made, **values)  # type: ignore[arg-type]


def feed_page(*items: FeedItem, **values: object) -> FeedPage:
    made = FeedPage(
        url=UrlPath("/feed.xml"),
        home=UrlPath("/"),
        title="The Example",
        description="News of the harbour.",
        updated=EVENING,
        items=items,
    )
    return replace(made, **values)  # type: ignore[arg-type]


def note(text: str = "The harbour is in the north.") -> Note:
    return Note(at(EVENING, has_time=False), text)


def written(folder: Path, files: Mapping[str, str]) -> Path:
    """Write a folder of layouts, with the messages that these tests use."""
    for name, text in ({"messages/en.toml": ENGLISH} | dict(files)).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    return folder


def templates(folder: Path, files: Mapping[str, str], info: SiteInfo | None = None) -> Templates:
    return Templates((written(folder, files),), info or site())


def shown(folder: Path, layout: str, page: Page | None = None, info: SiteInfo | None = None) -> str:
    """Put a page through one layout, given as text; the newline at the end is left out."""
    made = templates(folder, {"it.html": layout}, info)
    page = page or NotFoundPage(head(), ())
    return made.render(Template("it.html", page), kept()).decode().removesuffix("\n")


def themed(layout: str, page: Page, *texts: str, info: SiteInfo | None = None) -> bytes:
    """Put a page through a layout of the theme, with its own messages."""
    made = Templates((THEME,), info or site())
    return made.render(Template(layout, page), kept(*texts))


def lines(*texts: str) -> TextPage:
    return TextPage(texts)
