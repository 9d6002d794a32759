"""Where everything of the site stands: what a reference can lead to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.model import Page
from generator.pages import State
from generator.paths import SourcePath, UrlPath
from generator.planning.addresses import author_url, page_url
from generator.planning.authors import Authors
from generator.planning.contents import Contents
from generator.planning.register import Register
from generator.planning.visibility import SIGNS_NOTHING, WHY_HIDDEN, is_page_shown


@dataclass(frozen=True, eq=False)
class Known:
    """Whose each address is, public or not, and why what exists is not public.

    What leads to an `unread` file is not a second fault.
    """

    contents: Contents
    register: Register
    unread: frozenset[SourcePath] = frozenset()

    @property
    def authors(self) -> Authors:
        """Whom bylines name."""
        return self.register.terms.authors

    def owner(self, url: UrlPath) -> SourcePath | None:
        """Return the article or page that has an address, whether public or not."""
        if url in self.pages_by_url:
            return self.pages_by_url[url].source
        group = self.register.by_url.get(url)
        return group[0].source if group else None

    def address(self, source: SourcePath) -> UrlPath | None:
        """Return the address at which something of a file stands, if only a notice."""
        standing = self.register.standings.get(source)
        if standing:
            return standing.url if standing.is_shown or standing.is_withdrawn else None
        page = self.contents.pages.get(source)
        if page:
            return page_url(page.slug) if self._shows(page) else None
        author = self.contents.authors.get(source)
        return author_url(author.slug) if author and self._signs(author.slug) else None

    def why_hidden(self, source: SourcePath) -> str:
        """Say why a text that exists is not public; "" where it is, or is no text."""
        standing = self.register.standings.get(source)
        if standing:
            return "" if self.address(source) else WHY_HIDDEN[standing.life.state]
        page, author = self.contents.pages.get(source), self.contents.authors.get(source)
        if page and not self._shows(page):
            return WHY_HIDDEN[State.DRAFT]
        return SIGNS_NOTHING if author and not self._signs(author.slug) else ""

    def ids(self, source: SourcePath) -> Collection[str] | None:
        """Return the ids in a text that is shown: a notice of withdrawal shows none of it."""
        standing = self.register.standings.get(source)
        if standing:
            return standing.article.body.ids if standing.is_shown else None
        text = self.contents.pages.get(source) or self.contents.authors.get(source)
        return text.body.ids if text else None

    def has(self, source: SourcePath) -> bool:
        """Whether there is such a file, read or not."""
        return source in self.contents or source in self.unread

    @cached_property
    def pages_by_url(self) -> Mapping[UrlPath, Page]:
        """The pages, public or not, by their address."""
        return {page_url(page.slug): page for page in self.contents.pages.values()}

    @cached_property
    def addresses(self) -> Mapping[SourcePath, UrlPath]:
        """The addresses of all that is public."""
        texts = (*self.register.standings, *self.contents.pages, *self.contents.authors)
        found = ((source, self.address(source)) for source in texts)
        return {source: url for source, url in found if url}

    def _shows(self, page: Page) -> bool:
        return is_page_shown(page, self.register.terms.audience)

    def _signs(self, slug: str) -> bool:
        return slug in self.register.by_author
