"""The work after an edit of a few articles: the outputs that it may touch, and no others.

All others stay as the last build of this result left them. Where something would be an error, or
is not known with certainty, there is no such work: the plan of all outputs tells it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from urllib.parse import unquote

from generator.building.colliding import collide
from generator.building.foreseeing import stays_sound
from generator.building.gathering import Gathered
from generator.building.memory.settled import Settled
from generator.building.memory.store import LastMade
from generator.building.publish import Manifest
from generator.building.request import Request
from generator.building.work import Work
from generator.checks import check_revised
from generator.config import Check
from generator.errors import Problem
from generator.fingerprint import fingerprint
from generator.model import Content
from generator.outputs import INDEXES, KINDS
from generator.paths import OutputPath, SourcePath, output_of
from generator.planning.ahead import last_release
from generator.planning.cards import CARDS
from generator.planning.changes import Audience
from generator.planning.hosts.dialects import hosting_problems
from generator.planning.icons import icon_problems
from generator.planning.outline import Outline
from generator.planning.placed import Placed
from generator.planning.plan import Output, Plan, missing_addresses, plan_indexes
from generator.planning.reaching import Reach
from generator.planning.revising import Edit, Revision
from generator.planning.site import Site
from generator.recorded import DIGITS
from generator.rendering.layout_files import LayoutFiles


def content_before(gathered: Gathered, since: Mapping[SourcePath, Content | None]) -> list[Content]:
    """Return the content as the last build had it; `since` holds what has changed, as it was."""
    now = {path: kept.content for path, kept in gathered.known.items()}
    return [content for content in {**now, **since}.values() if content]


@dataclass(frozen=True, eq=False, kw_only=True)
class Narrowing:
    """Makes the work after a revision, from what the last build left behind."""

    found: Revision
    sources: tuple[SourcePath, ...]  # which were edited
    settled: Settled
    published: Manifest
    gathered: Gathered
    made: LastMade
    request: Request

    @cached_property
    def work(self) -> Work | None:
        """The work; None where a whole plan is needed."""
        is_alike = fingerprint(self._site.info) == self.settled.ground.info
        is_told = is_alike and self._is_foreseen and self._is_told_whole
        if not is_told or not self._is_free or not self._may_go:
            return None
        indexes = self._indexes if self._reaches_indexes else ()
        plan = None if indexes is None else self._plan(indexes)
        if plan is None or plan.errors:
            return None
        gone = self._reach.gone
        others = tuple(p for p in self._known if p not in plan.outputs and p not in gone)
        texts = self._texts(plan.outputs.values(), others) if self._site.info.search else ()
        if texts is None:
            return None
        ground = replace(
            self.settled.ground,
            files=len(self.gathered.known),
            of_articles=self._of_articles,
            of_hosts=plan.of_hosts,
            whole=plan.whole,
            indexes=plan.indexes or self.settled.ground.indexes,
        )
        return Work(site=self._site, plan=plan, ground=ground, texts=texts, others=others)

    def _plan(self, indexes: Sequence[Output]) -> Plan | None:
        """Return what is to be looked at; None where a check, or an address, would stop it."""
        of_hosts = self._of_hosts(indexes)
        problems = self._problems(of_hosts)
        return None if problems is None else Plan(
            outputs={each.path: each for each in (*self._reach.outputs, *indexes)},
            problems=tuple(sorted(problems)),
            changes=self._site.changes,
            of_hosts=of_hosts,
            whole=self._reach.whole,
            indexes=tuple(each.path for each in indexes),
        )  # fmt: skip

    @property
    def _site(self) -> Site:
        return self.found.after

    # -- what is told of articles that were not edited

    @property
    def _is_foreseen(self) -> bool:
        """Whether what is said of articles that wait holds still.

        It does if texts alone differ, and no old address is known by one; or if nothing was said,
        and nothing is to be said now.
        """
        if self.request.audience is Audience.PREVIEW or not last_release(self._site.changes):
            return True
        texts = {side.placed.article.body.digest[:DIGITS] for side in self.found.sides}
        is_known = any(each.digest in texts for each in self._site.recorded)
        if not is_known and all(e.is_quiet and _leads_alike(e) for e in self.found.edits):
            return True
        known = {*self._known, *(each.path for each in self._reach.outputs)} - self._reach.gone
        layouts = LayoutFiles(self.request.project.layouts)
        was_told = bool(self.settled.ground.later)
        whole = self._reach.whole
        return not was_told and stays_sound(self._site, self.sources, known, whole, layouts)

    @property
    def _is_told_whole(self) -> bool:
        """Whether no check has told of an article: in a preview, what it finds does not stop."""
        found = {each.check for each in self.settled.problems}
        return found <= {"", Check.LOST_ADDRESS}

    # -- outputs

    @cached_property
    def _known(self) -> tuple[OutputPath, ...]:
        """The outputs of the last build, without those of the search."""
        return tuple(self.published.files)[: self.settled.outputs]

    @cached_property
    def _reach(self) -> Reach:
        return Reach(
            kinds=KINDS,
            revision=self.found,
            known=self.published.files,
            known_whole=frozenset(self.settled.ground.whole),
        )

    @property
    def _is_free(self) -> bool:
        """Whether nothing stands yet where a new article is to stand, or anything else that is new.

        Not even an article that nobody sees may have an address that something leads to.
        """
        standings = self._site.register.standings
        fresh = [s for s in self.sources if s not in self.found.before.register.standings]
        paths = [output_of(standings[source].url) for source in fresh]
        reach, known = self._reach, self.published.files
        if any(path in known for path in paths) or reach.is_contested:
            return False
        return not reach.new or not collide(reach.new, known)

    @property
    def _may_go(self) -> bool:
        """Whether all that goes is a card that nothing shows: to another address, much may lead."""
        gone, gone_whole = self._reach.gone, {*self.settled.ground.whole} - {*self._reach.whole}
        if gone_whole or not all(path.startswith(CARDS) for path in gone):
            return False
        return not gone or not any(CARDS in unquote(address) for address in self._addresses)

    @property
    def _addresses(self) -> Iterator[str]:
        """All that something leads to, as written, or as it was understood."""
        for article in self._site.contents.articles.values():
            yield from (ref.target for ref in article.body.refs)
        yield from (each.url for each in self._site.other_expectations)

    # -- indexes, and the pages that a search finds

    @property
    def _reaches_indexes(self) -> bool:
        is_other = self._site.recorded and self.found.before.fates != self._site.fates
        return bool(self.found.loud or self._reach.new or self._reach.gone or is_other)

    @cached_property
    def _indexes(self) -> tuple[Output, ...] | None:
        """The outputs that list others; None where not all others are known, or one would go."""
        outlines = self._outlines
        if outlines is None:
            return None
        outputs = plan_indexes(self._site, INDEXES, outlines)
        gone = frozenset(self.settled.ground.indexes) - {each.path for each in outputs}
        return None if gone else tuple(outputs)

    @cached_property
    def _outlines(self) -> list[Outline] | None:
        outlines = [each.outline for each in self._reach.outputs]
        passed = {each.path for each in outlines} | {*self.settled.ground.indexes}
        passed |= self._reach.gone
        others, made = [path for path in self._known if path not in passed], self.made.all()
        if any(path not in made for path in others):
            return None
        zone = self._site.config.zone
        for path in others:
            outline = made[path].outline
            at = outline.lastmod.astimezone(zone) if outline.lastmod else None
            outlines.append(outline._replace(lastmod=at))
        return outlines

    def _texts(
        self, outputs: Iterable[Output], others: Sequence[OutputPath]
    ) -> tuple[OutputPath, ...] | None:
        made = self.made.all()
        if any(path not in made for path in others):
            return None
        found = [each.path for each in outputs if each.outline.is_text]
        return (*found, *(path for path in others if made[path].outline.is_text))

    # -- problems

    def _problems(self, of_hosts: Iterable[Problem]) -> set[Problem] | None:
        """Return what is wrong; None where a check, or an address, would stop the build."""
        site, later = self._site, self.settled.ground.later
        placed = self._placed
        expected = chain.from_iterable(each.expectations for each in placed)
        planned = {*self._known, *(each.path for each in self._reach.outputs)}
        layouts = LayoutFiles(self.request.project.layouts)
        stops = chain(
            missing_addresses(expected, planned.__contains__, ()),
            check_revised(site, placed, layouts),
            (each for each in later if each.path in self.sources),
        )
        if any(True for _ in stops):
            return None
        return {
            *self.gathered.problems, *site.other_problems, *icon_problems(site),
            *self._of_articles, *of_hosts, *later,
        }  # fmt: skip

    @cached_property
    def _placed(self) -> tuple[Placed, ...]:
        return tuple(each.after.placed for each in self.found.edits if each.after)

    @cached_property
    def _of_articles(self) -> tuple[Problem, ...]:
        kept = (p for p in self.settled.ground.of_articles if p.path not in self.sources)
        return tuple(sorted(chain(kept, *map(self._site.problems_of, self.sources))))

    def _of_hosts(self, indexes: Iterable[Output]) -> tuple[Problem, ...]:
        if not self._reaches_indexes:
            return self.settled.ground.of_hosts
        return tuple(hosting_problems(self._site, (*self._reach.outputs, *indexes)))


def _leads_alike(edit: Edit) -> bool:
    """Whether the text of an article leads where it led."""
    was, now = (
        [(ref.kind, ref.target, ref.fragment) for ref in side.placed.article.body.refs]
        for side in edit.sides
    )
    return was == now
