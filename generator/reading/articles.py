"""An article's file: its fields, each with its kind, and how they become an `Article`."""

from generator.fields import (
    FLAG,
    LANGUAGE,
    SITE_ADDRESS,
    TEXT,
    WEB_ADDRESS,
    WHEN,
    Field,
    Kind,
    Node,
    Notes,
    Values,
    choice,
    either,
    list_of,
    table,
)  # fmt: skip
from generator.model import Article, Correction, Credit, Reading, Role, Withdrawal
from generator.paths import SourcePath
from generator.reading.image_fields import IMAGE_FIELDS, PROSE, merge_image
from generator.reading.texts import FieldPlaces, Shape, read_text, slug_from_name
from generator.slugs import slugify

SLUG_EXPECTED = "a slug: lower-case words joined by hyphens"
TAG_EXPECTED = "a tag, without commas"
CORRECTION_EXAMPLE = '[{date: 2025-11-29, text: "What was wrong."}]'


def _slug(node: Node, name: str, notes: Notes) -> str | None:
    if isinstance(node.value, str) and node.value and slugify(node.value) == node.value:
        return node.value
    slug = slugify(node.value) if isinstance(node.value, str) else ""
    notes.expected(name, SLUG_EXPECTED, node, notes.example(name, slug or "the-call"))
    return None


def _tag(node: Node, name: str, notes: Notes) -> str | None:
    if isinstance(node.value, str) and "," not in node.value and slugify(node.value):
        return " ".join(node.value.split())
    written = node.value if isinstance(node.value, str) else ""
    tags = [part.strip() for part in written.split(",") if slugify(part)] or ["One", "Another"]
    example = notes.example(name.partition("[")[0], f"[{', '.join(tags)}]")
    notes.expected(name, TAG_EXPECTED, node, example)
    return None


def _withdrawn(node: Node, name: str, notes: Notes) -> Withdrawal | None:
    if isinstance(node.value, str) and node.value[:1].isdigit():
        when = WHEN.read(node, name, notes)
        return Withdrawal(when) if when else None
    return Withdrawal() if FLAG.read(node, name, notes) else None


SLUG: Kind[str] = Kind(SLUG_EXPECTED, _slug, {"type": "string"})
TAG: Kind[str] = Kind(TAG_EXPECTED, _tag, {"type": "string", "pattern": "^[^,]+$"})
ROLE = choice([role.value for role in Role])
_CREDIT_FIELDS = (
    Field("name", TEXT, "The person or desk.", required=True),
    Field("role", ROLE, "What she, he or they did; `reporting` unless it says otherwise."),
)
CREDIT: Kind[Credit] = either(
    Kind("an author's name", lambda *read: _credit(TEXT.read(*read)), TEXT.schema),
    table(_CREDIT_FIELDS, lambda v: Credit(v["name"], Role(v.get("role", "reporting"))),
          "a name with a role"),
)  # fmt: skip
_CORRECTION_FIELDS = (
    Field("date", WHEN, "When it was put right.", required=True, example="2025-11-29 08:00"),
    Field("text", PROSE, "What was wrong and what is right.", required=True),
)
CORRECTION: Kind[Correction] = table(
    _CORRECTION_FIELDS,
    lambda v: Correction(v["date"], v["text"]),
    "a correction with date and text",
)
_WITHDRAWAL_FIELDS = (
    Field("date", WHEN, "Since when."),
    Field("text", PROSE, "Why, in a sentence for readers."),
)
WITHDRAWN: Kind[Withdrawal] = either(
    Kind("true or a date", _withdrawn, {"anyOf": [FLAG.schema, WHEN.schema]}),
    table(_WITHDRAWAL_FIELDS, lambda v: Withdrawal(v.get("date"), v.get("text", "")),
          "a withdrawal with date and text"),
)  # fmt: skip

ARTICLE_FIELDS = (
    Field("title", PROSE, "The headline.", required=True, example="The headline"),
    Field("author", list_of(CREDIT, one_will_do=True), "Who made it: a name, several, or entries "
          "of `name` and `role`.", required=True, example="The name of who wrote it"),
    Field("date", WHEN, "When it is first published; in the future, it waits until then.",
          required=True, example="2025-11-28 09:30"),
    Field("updated", WHEN, "When it was last changed in substance."),
    Field("section", TEXT, "The section's slug, as in site.toml."),
    Field("tags", list_of(TAG, one_will_do=True), "Subjects."),
    Field("summary", PROSE, "One or two sentences; the first paragraph unless given."),
    Field("dateline", PROSE, "The place it was filed from."),
    Field("kicker", PROSE, "A short label above the headline."),
    *IMAGE_FIELDS,
    Field("slug", SLUG, "The last word of the address; the file's name unless given."),
    Field("aliases", list_of(SITE_ADDRESS, one_will_do=True), "Old addresses that lead here."),
    Field("draft", FLAG, "Whether it is unfinished: never public."),
    Field("embargo", WHEN, "Not public before this time."),
    Field("expires", WHEN, "Not public from this time on."),
    Field("withdrawn", WITHDRAWN, "Taken back: true, a date, or a mapping of `date` and `text`. "
          "A notice stands at its address."),
    Field("corrections", list_of(CORRECTION, example=CORRECTION_EXAMPLE),
          "What was wrong: a list of `date` and `text`."),
    Field("language", LANGUAGE, "Its language, where it is not the site's."),
    Field("canonical", WEB_ADDRESS, "Where it was first published, if elsewhere."),
    Field("featured", FLAG, "Whether it may lead the front page."),
)  # fmt: skip
# What other tools call our fields.
SYNONYMS = {
    "headline": "title", "authors": "author", "byline": "author", "by": "author",
    "published": "date", "pubdate": "date", "publishdate": "date", "publish_date": "date",
    "lastmod": "updated", "modified": "updated", "category": "section", "categories": "section",
    "tag": "tags", "keywords": "tags", "description": "summary", "dek": "summary",
    "excerpt": "summary", "standfirst": "summary", "place": "dateline", "location": "dateline",
    "eyebrow": "kicker", "picture": "image", "photo": "image", "alt": "image_alt",
    "caption": "image_caption", "credit": "image_credit", "status": "draft", "drafts": "draft",
    "expiry": "expires", "expirydate": "expires", "expiry_date": "expires", "lang": "language",
    "correction": "corrections", "redirect_from": "aliases", "permalink": "slug", "url": "slug",
}  # fmt: skip


def read_article(path: SourcePath, data: bytes) -> Reading:
    """Read an article; every problem of the file at once."""
    return read_text(path, data, ARTICLE)


def _prepare(values: Values, places: FieldPlaces, notes: Notes) -> None:
    values["slug"] = values.get("slug") or slug_from_name(notes)
    values["credits"] = values.pop("author", ())
    merge_image(values, places, notes)


def _credit(name: str | None) -> Credit | None:
    return Credit(name) if name else None


ARTICLE = Shape(ARTICLE_FIELDS, SYNONYMS, _prepare, Article)
