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
    Values,
    choice,
    list_of,
    matching,
)  # fmt: skip
from generator.model import Author, AuthorType, ImageUse, Page, Reading
from generator.paths import SourcePath
from generator.pictures import MIDDLE, Words
from generator.reading.articles import SLUG, SYNONYMS
from generator.reading.image_fields import FOCUS, PROSE
from generator.reading.texts import FieldPlaces, Shape, read_text, slug_from_name

AUTHOR_FIELDS = (
    Field("name", TEXT, "The name, as bylines print it.", required=True, example="Her name"),
    Field("type", choice([each.value for each in AuthorType]), "`person`, unless it is a `desk`."),
    Field("role", PROSE, "The post: Caracas correspondent."),
    Field("picture", LOCAL_PATH, "A portrait, relative to this file."),
    Field("picture_alt", PROSE, "What the portrait shows."),
    Field("picture_focus", FOCUS, "The point of the portrait that no crop may lose."),
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
    return read_text(path, data, AUTHOR)


def read_page(path: SourcePath, data: bytes) -> Reading:
    """Read a page; its folders under `content/pages/` are part of its address."""
    return read_text(path, data, PAGE)


def _prepare_author(values: Values, _: FieldPlaces, notes: Notes) -> None:
    values["slug"] = slug_from_name(notes)
    values["type"] = AuthorType(values.get("type", AuthorType.PERSON))
    words = Words(alt=values.pop("picture_alt", ""))
    if "picture" in values:
        focus = values.get("picture_focus", MIDDLE)
        values["picture"] = ImageUse(values["picture"], words, focus)
    values.pop("picture_focus", None)


def _prepare_page(values: Values, _: FieldPlaces, notes: Notes) -> None:
    slug = values.get("slug") or slug_from_name(notes)
    values["slug"] = "/".join([*_folders(notes.path), slug])


def _folders(path: str) -> list[str]:
    file = PurePosixPath(path.removeprefix(PAGES))
    folder = file.parent.parent if file.stem == "index" else file.parent
    return [part for part in folder.parts if part != "."]


AUTHOR = Shape(AUTHOR_FIELDS, {}, _prepare_author, Author)
PAGE = Shape(PAGE_FIELDS, SYNONYMS, _prepare_page, Page)
