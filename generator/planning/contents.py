"""What was read, by kind and source."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

from generator.errors import Problem
from generator.model import Article, Author, Content, OtherFile, Page, PictureFile
from generator.paths import SourcePath
from generator.planning.addresses import STATIC

PARTS: Mapping[type[Content], str] = {
    Article: "articles", Page: "pages", Author: "authors", PictureFile: "pictures",
    OtherFile: "others",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Contents:
    """All content by kind."""

    articles: Mapping[SourcePath, Article] = field(default_factory=dict)
    pages: Mapping[SourcePath, Page] = field(default_factory=dict)
    authors: Mapping[SourcePath, Author] = field(default_factory=dict)
    pictures: Mapping[SourcePath, PictureFile] = field(default_factory=dict)
    others: Mapping[SourcePath, OtherFile] = field(default_factory=dict)

    def __contains__(self, source: object) -> bool:
        return any(source in getattr(self, name) for name in PARTS.values())

    @cached_property
    def static(self) -> Mapping[SourcePath, PictureFile | OtherFile]:
        """The files that are published as they are, at a fixed place."""
        files: dict[SourcePath, PictureFile | OtherFile] = {**self.pictures, **self.others}
        return {source: files[source] for source in sorted(files) if source.startswith(STATIC)}

    def revised(self, changed: Mapping[SourcePath, Content | None]) -> "Contents":
        """Return the contents with some files changed, new, or (None) no longer there."""
        parts: dict[str, Any] = {each.name: getattr(self, each.name) for each in fields(self)}
        for name, part in parts.items():
            come = {s: each for s, each in changed.items() if each and PARTS[type(each)] == name}
            gone = [source for source in changed if source in part]
            if come or gone:
                kept = dict(part)
                for source in gone:
                    del kept[source]
                parts[name] = kept | come
        return Contents(**parts)


def sorted_by_kind(contents: Iterable[Content]) -> Contents:
    """Sort content by its kind."""
    parts: dict[str, dict[SourcePath, Any]] = {name: {} for name in PARTS.values()}
    for each in contents:
        parts[PARTS[type(each)]][each.source] = each
    return Contents(**parts)


def telling_files(contents: Contents) -> Iterator[Problem]:
    """Find pictures that are published as they are, and tell more than they show."""
    for source, file in contents.static.items():
        if isinstance(file, PictureFile) and file.private:
            message = (
                "expected a file that can be published as it is, "
                "got one that tells a place, its owner or a camera's number"
            )
            hint = "put it beside the articles, where pictures are drawn anew, or clean it"
            yield Problem(source, 0, 0, "", message, hint)
