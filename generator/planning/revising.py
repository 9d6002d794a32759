"""What an edit of a few articles may reach: what decides it is compared before and after.

A whole plan describes every output, at a cost that follows the archive. Most builds come after an
edit of an article or two, which reaches some dozens of outputs, and each kind of output knows which
(`touched`, beside its `plan`). It may name too many, which costs a look at each; never too few.

What would reach further has no `Revision`, and is planned whole: another address, what goes live or
is taken back, a reference's target that is gone, authors, pages, pictures, settings. The tests hold
what this rests on: after any edits, the build of a revision is the clean build.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from generator.fingerprint import Digest
from generator.model import Article, Body, Content
from generator.paths import SourcePath, UrlPath
from generator.planning.addresses import author_url, section_url, tag_url
from generator.planning.changes import RELEASE
from generator.planning.placed import Placed
from generator.planning.register import Group, place_in
from generator.planning.site import Site
from generator.planning.standing import Standing, Tag

NO_BODY = Body(Digest(""))


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """An article that is shown, on the site before an edit or after it."""

    site: Site
    placed: Placed

    @property
    def groups(self) -> Iterator[Group]:
        """The articles of each of its tags, and of its section."""
        for tag in self.placed.tags:
            yield self._of_tag(tag)
        yield self._of_section

    @property
    def listings(self) -> Iterator[tuple[UrlPath, Group]]:
        """The listings by tag, author and section in which it stands, by their addresses."""
        for tag in self.placed.tags:
            yield tag_url(tag.slug), self._of_tag(tag)
        for slug in self.placed.authors:
            yield author_url(slug), self.site.by_author[slug].group
        section = self.placed.article.section
        if section:
            yield section_url(section), self._of_section

    def _of_tag(self, tag: Tag) -> Group:
        return self.site.by_tag[self.site.by_tag_slug[tag.slug]].group

    @property
    def _of_section(self) -> Group:
        return self.site.by_section[self.placed.article.section].group


@dataclass(frozen=True, slots=True, eq=False)
class Edit:
    """An article that was changed or is new; a side is None where it is not shown.

    It is quiet where nothing but its text differs, and no other page shows any of that.
    """

    before: Side | None
    after: Side | None
    is_quiet: bool

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides on which it is shown."""
        return tuple(filter(None, (self.before, self.after)))


@dataclass(frozen=True, slots=True, eq=False)
class Revision:
    """A site before and after some edits that reach no further than kinds of output know."""

    before: Site
    after: Site
    edits: tuple[Edit, ...]

    @property
    def loud(self) -> tuple[Edit, ...]:
        """The edits of which other pages may show something."""
        return tuple(each for each in self.edits if not each.is_quiet)

    @property
    def sides(self) -> Iterator[Side]:
        """All articles that were edited, as they are shown before and after."""
        return chain.from_iterable(each.sides for each in self.edits)

    @property
    def loud_sides(self) -> Iterator[Side]:
        """Those of which other pages may show something."""
        return chain.from_iterable(each.sides for each in self.loud)

    def near(self, reach: int) -> Iterator[UrlPath]:
        """Yield the addresses of what stands at most so far from an edit, in any group of it."""
        for side in self.loud_sides:
            for group in side.groups:
                place = place_in(group, side.placed.standing)
                nearby = group[max(0, place - reach) : place + reach + 1]
                yield from (standing.url for standing in nearby)


def revision(before: Site, changed: Mapping[SourcePath, Content | None]) -> Revision | None:
    """Return the site with some files changed, where outputs know what that touches; else None."""
    articles = {source: each for source, each in changed.items() if isinstance(each, Article)}
    others = before.contents.pages.keys() | before.contents.authors.keys()
    if len(articles) < len(changed) or articles.keys() & others or before.unread:
        return None
    after = before.revised(articles)
    if not all(_stays(before, after, source) for source in articles):
        return None
    return Revision(before, after, tuple(_edit(before, after, source) for source in articles))


def _edit(before: Site, after: Site, source: SourcePath) -> Edit:
    was, now = side_of(before, source), side_of(after, source)
    return Edit(was, now, bool(was and now and _is_quiet(was.placed, now.placed)))


def side_of(site: Site, source: SourcePath) -> Side | None:
    """Return an article as a site shows it; None where it does not."""
    placed = site.placed(source)
    return Side(site, placed) if placed else None


def _is_quiet(was: Placed, now: Placed) -> bool:
    return was.teaser == now.teaser and _without_text(was) == _without_text(now)


def _without_text(placed: Placed) -> tuple[object, ...]:
    return replace(placed.article, body=NO_BODY, places={}), placed.life, placed.standing.order


def _stays(before: Site, after: Site, source: SourcePath) -> bool:
    """Whether an edited article leaves alone all that others may refer to or be called after."""
    was, now = before.register.standings.get(source), after.register.standings[source]
    return (
        _is_plain(now, after.now)
        and (_is_new(after, now) if was is None else _is_plain(was, after.now) and _keeps(was, now))
        and _spells_alike(before, after, (was, now))
        and _signs_alike(before, after, (was, now))
    )


def _is_plain(standing: Standing, now: datetime) -> bool:
    """Whether an article has nothing that acts elsewhere or later: aliases, a notice, a release."""
    waits = any(each.at > now and each.reason.endswith(RELEASE) for each in standing.life.changes)
    return not (standing.article.aliases or standing.is_withdrawn or waits)


def _is_new(after: Site, now: Standing) -> bool:
    return len(after.register.by_url[now.url]) == 1 and now.url not in after.known.pages_by_url


def _keeps(was: Standing, now: Standing) -> bool:
    """Whether all that led to an article leads there still, or does not for the same reason."""
    ids = set(was.article.body.ids) <= set(now.article.body.ids)
    both = ((each.url, each.is_shown, each.life.state) for each in (was, now))
    return ids and next(both) == next(both)


def _spells_alike(before: Site, after: Site, both: Iterable[Standing | None]) -> bool:
    """Whether a tag that was there is spelled as it was: a group is called after its first file."""
    slugs = {tag.slug for each in both if each for tag in each.tags}
    known = slugs & before.by_tag_slug.keys() & after.by_tag_slug.keys()
    return all(before.by_tag_slug[slug] == after.by_tag_slug[slug] for slug in known)


def _signs_alike(before: Site, after: Site, both: Iterable[Standing | None]) -> bool:
    """Whether each author is called as before, and nobody with a file begins or ceases to sign."""
    authors = after.register.terms.authors
    slugs = {slug for each in both if each for slug in authors.slugs(each.article.credits)}
    was, now = before.register.by_author, after.register.by_author
    return all(
        before.card(slug) == after.card(slug) if slug in was and slug in now
        else slug not in authors.known or (slug in was) == (slug in now)
        for slug in slugs
    )  # fmt: skip
