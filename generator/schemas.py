"""JSON Schemas of what a newsroom writes, made from the same tables that read it."""

from typing import Any

from generator.fields import schema_of
from generator.reading.articles import ARTICLE_FIELDS
from generator.reading.people import AUTHOR_FIELDS, PAGE_FIELDS
from generator.site_fields import SITE_FIELDS

TITLES = {
    "article": ("Front matter of an article", ARTICLE_FIELDS),
    "author": ("Front matter of an author", AUTHOR_FIELDS),
    "page": ("Front matter of a page", PAGE_FIELDS),
    "site": ("site.toml", SITE_FIELDS),
}


def schema_for(what: str) -> dict[str, Any]:
    """Return the schema of one kind of file."""
    title, fields = TITLES[what]
    draft = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": draft, "title": title, **schema_of(fields)}
