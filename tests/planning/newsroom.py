"""A newsroom's files as values, valid by default, and the site that they make."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from generator.config import Config, Section, ThemeConfig
from generator.dates import When, parse_when
from generator.fingerprint import digest
from generator.model import (
    Article,
    Author,
    AuthorType,
    Body,
    Content,
    Correction,
    Credit,
    Faulty,
    Heading,
    ImageUse,
    OtherFile,
    Page,
    PictureFile,
    Ref,
    RefKind,
)
from generator.outputs import INDEXES, KINDS
from generator.paths import OutputPath, SourcePath
from generator.pictures import Words
from generator.planning.changes import Audience
from generator.planning.plan import Output, Plan, make_plan
from generator.planning.recipes import Template
from generator.planning.site import Site, assemble
from generator.planning.theme import Theme

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2025, 12, 1, 14, 0, tzinfo=UTC)  # 9:00 in New York
FIELDS = (
    "title", "author", "date", "updated", "section", "tags", "image", "embargo", "expires",
    "withdrawn", "corrections", "slug", "aliases", "name", "picture",
)  # fmt: skip
PLACES = {name: (line, len(name) + 3) for line, name in enumerate(FIELDS, 2)}
BARE = Theme()
UNSET = ThemeConfig()
PageT = TypeVar("PageT")
Untyped = Any  # fields of the value that a function makes


def when(text: str) -> When:
    return parse_when(text)


def correction(date: str, text: str = "It was wrong.") -> Correction:
    return Correction(when(date), text)


def body(text: str = "Text.", *refs: Ref, ids: tuple[str, ...] = ()) -> Body:
    return Body(
        digest=digest(text.encode()),
        refs=refs,
        headings=tuple(Heading(2, each, each) for each in ids),
        ids=ids,
        excerpt=text,
        words=len(text.split()),
    )


def link(target: str, fragment: str = "", *, line: int = 9, column: int = 3) -> Ref:
    return Ref(RefKind.LINK, target, fragment, line, column)


def shown(target: str, *, line: int = 9, column: int = 3) -> Ref:
    return Ref(RefKind.PICTURE, target, "", line, column)


def article(
    name: str = "call", date: str | When = "2025-11-28 09:30", **values: Untyped
) -> Article:
    made = Article(
        source=SourcePath(f"content/articles/{name}.md"),
        slug=name,
        title=f"The {name}",
        credits=(Credit("Ana Díaz"),),
        date=when(date) if isinstance(date, str) else date,
        body=body(f"Of the {name}."),
        places=PLACES,
    )
    for field in ("updated", "embargo", "expires"):
        if isinstance(values.get(field), str):
            values[field] = when(str(values[field]))
    return replace(made, **values)


def page(slug: str = "about", **values: Untyped) -> Page:
    made = Page(
        source=SourcePath(f"content/pages/{slug}.md"),
        slug=slug,
        title=f"Page {slug}",
        body=body(f"Of the page {slug}."),
        places=PLACES,
    )
    return replace(made, **values)


def author(slug: str = "ana-diaz", name: str = "Ana Díaz", **values: Untyped) -> Author:
    made = Author(
        source=SourcePath(f"content/authors/{slug}.md"),
        slug=slug,
        name=name,
        type=AuthorType.PERSON,
        body=body(f"{name} writes."),
        places=PLACES,
    )
    return replace(made, **values)


def picture(name: str = "ship.png", type_: str = "image/png") -> PictureFile:
    source = SourcePath(f"content/images/{name}")
    return PictureFile(source, digest(name.encode()), 1200, 675, type_)


def document(name: str = "documents/papers.pdf") -> OtherFile:
    return OtherFile(SourcePath(f"content/{name}"), digest(name.encode()))


def image(src: str = "../images/ship.png", **words: str) -> ImageUse:
    return ImageUse(src, Words(**{"alt": "A ship", "credit": "Ana Díaz", **words}))


def config(*, theme_: ThemeConfig = UNSET, **values: Untyped) -> Config:
    """Return site.toml's values; `theme_` is its theme, since `theme` is the layouts'."""
    made = Config(
        theme=theme_,
        title="The Example",
        description="News of the harbour.",
        base_url="https://example.com",
        language="en",
        zone=NEW_YORK,
        sections=(Section("harbour", "Harbour", "Ships."), Section("opinion", "Opinion")),
    )
    return replace(made, **values)


def site(
    *contents: Content,
    now: datetime = NOW,
    audience: Audience = Audience.PUBLIC,
    unread: Iterable[str] = (),
    theme: Theme = BARE,
    **settings: Untyped,
) -> Site:
    return assemble(
        contents,
        theme,
        config(**settings),
        now=now,
        audience=audience,
        unread=[Faulty(SourcePath(path)) for path in unread],
    )


def plan(
    *contents: Content,
    now: datetime = NOW,
    audience: Audience = Audience.PUBLIC,
    theme: Theme = BARE,
    **settings: Untyped,
) -> Plan:
    made = site(*contents, now=now, audience=audience, theme=theme, **settings)
    return make_plan(made, KINDS, INDEXES)


def problems(*contents: Content, now: datetime = NOW, **settings: Untyped) -> list[str]:
    """Return what is wrong, as an editor reads it, without the hints."""
    found = plan(*contents, now=now, **settings).problems
    return [str(replace(problem, hint="")) for problem in found]


def output(made: Plan, path: str) -> Output:
    return made.outputs[OutputPath(path)]


def page_at(made: Plan, path: str, kind: type[PageT]) -> PageT:
    """Return the page of an output, which must be of a kind."""
    recipe = output(made, path).recipe
    assert isinstance(recipe, Template)
    assert isinstance(recipe.page, kind)
    return recipe.page
