"""What was read, sorted by kind."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from generator.errors import Problem
from generator.model import Article, Author, Content, OtherFile, Page, PictureFile
from generator.paths import SourcePath
from generator.planning.addresses import STATIC


@dataclass(slots=True)
class Contents:
    """All content by kind; pictures and other files by their source."""

    articles: list[Article] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    authors: list[Author] = field(default_factory=list)
    pictures: dict[SourcePath, PictureFile] = field(default_factory=dict)
    others: dict[SourcePath, OtherFile] = field(default_factory=dict)

    @property
    def static(self) -> dict[SourcePath, PictureFile | OtherFile]:
        """The files that are published as they are, at a fixed place."""
        files: dict[SourcePath, PictureFile | OtherFile] = {**self.pictures, **self.others}
        return {source: file for source, file in files.items() if source.startswith(STATIC)}


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


def sorted_by_kind(contents: Iterable[Content]) -> Contents:
    """Sort content by its kind."""
    result = Contents()
    for each in contents:
        match each:
            case Article():
                result.articles.append(each)
            case Page():
                result.pages.append(each)
            case Author():
                result.authors.append(each)
            case PictureFile():
                result.pictures[each.source] = each
            case OtherFile():
                result.others[each.source] = each
    return result
