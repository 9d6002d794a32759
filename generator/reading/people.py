"""Authors and pages: the two other kinds of Markdown file."""

from pathlib import PurePosixPath

from generator.fields import (
    FLAG,
    LANGUAGE,
    LOCAL_PATH,
    SITE_ADDRESS,
    TEXT,
    WEB_ADDRESS,
    WHEN,
    Field,
    Notes,
    choice,
    list_of,
    matching,
    read_fields,
)  # fmt: skip
from generator.model import Author, AuthorType, ImageUse, Page, Reading
from generator.paths import SourcePath
from generator.reading.articles import PROSE, SLUG, SYNONYMS, places_of, slug_from_name
from generator.reading.front_matter import read_front_matter
from generator.reading.markup import read_markup

AUTHOR_FIELDS = (
    Field("name", TEXT, "The name, as bylines print it.", required=True, example="Madison Reed"),
    Field("type", choice([each.value for each in AuthorType]), "`person`, unless it is a `desk`."),
    Field("role", PROSE, "The post: Caracas correspondent."),
    Field("picture", LOCAL_PATH, "A portrait, relative to this file."),
    Field("picture_alt", PROSE, "What the portrait shows."),
    Field("links", list_of(WEB_ADDRESS, one_will_do=True), "Profiles elsewhere."),
    Field("fediverse", matching("an account such as @name@example.social", r"@[^@\s]+@[^@\s]+"),
          "The account that link previews credit."),
)  # fmt: skip
PAGE_FIELDS = (
    Field("title", PROSE, "The page's heading.", required=True, example="About"),
    Field("summary", PROSE, "One or two sentences; the first paragraph unless given."),
    Field("slug", SLUG, "The last word of the address; the file's name unless given."),
    Field("draft", FLAG, "Whether it is unfinished: never public."),
    Field("updated", WHEN, "When it was last changed in substance."),
    Field("language", LANGUAGE, "Its language, where it is not the site's."),
    Field("aliases", list_of(SITE_ADDRESS, one_will_do=True), "Old addresses that lead here."),
)
PAGES = "content/pages/"


def read_author(path: SourcePath, data: bytes) -> Reading:
    """Read an author's file; the text is the biography."""
    notes = Notes(path)
    source = read_front_matter(data, notes)
    if source is None:
        return Reading(None, problems=notes.in_order())
    values = read_fields(source.fields, AUTHOR_FIELDS, notes)
    markup = read_markup(source.body, source.body_line, notes)
    slug = slug_from_name(path, notes)
    if notes.problems or markup is None:
        return Reading(None, problems=notes.in_order())
    picture = values.pop("picture", None)
    alt = values.pop("picture_alt", "") or values["name"]
    author = Author(
        source=path,
        slug=slug,
        type=AuthorType(values.pop("type", "person")),
        picture=ImageUse(picture, alt) if picture else None,
        body=markup.body,
        places=places_of(source.fields),
        **values,
    )
    return Reading(author, markup.html)


def read_page(path: SourcePath, data: bytes) -> Reading:
    """Read a page; its folders under `content/pages/` are part of its address."""
    notes = Notes(path)
    source = read_front_matter(data, notes)
    if source is None:
        return Reading(None, problems=notes.in_order())
    values = read_fields(source.fields, PAGE_FIELDS, notes, synonyms=SYNONYMS)
    markup = read_markup(source.body, source.body_line, notes)
    slug = values.pop("slug", "") or slug_from_name(path, notes)
    if notes.problems or markup is None:
        return Reading(None, problems=notes.in_order())
    page = Page(
        source=path,
        slug="/".join([*_folders(path), slug]),
        body=markup.body,
        places=places_of(source.fields),
        **values,
    )
    return Reading(page, markup.html)


def _folders(path: SourcePath) -> list[str]:
    file = PurePosixPath(path.removeprefix(PAGES))
    folder = file.parent.parent if file.stem == "index" else file.parent
    return [part for part in folder.parts if part != "."]
