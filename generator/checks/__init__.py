"""The one list of checks: what is looked for in content and layouts that a build can do without.

What every build must have right, such as that links lead somewhere, is no check but a part of
planning, where site.toml has no say. Here is the one place where a finding gets its severity.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TypeVar

from generator.checks.facts import no_byline, today_without_time
from generator.checks.finding import (
    ArticleCheck,
    Finding,
    LayoutCheck,
    SiteCheck,
    Text,
    TextCheck,
)  # fmt: skip
from generator.checks.layouts import unused_files, unused_messages
from generator.checks.links import Answers, found_in
from generator.checks.pictures import (
    lead_without_alt,
    lead_without_credit,
    narrow_lead,
    picture_without_alt,
    unfit_logo,
)  # fmt: skip
from generator.checks.tags import similar, used_once
from generator.checks.wording import (
    long_start,
    long_summary,
    long_title,
    no_summary,
    unpaired_in_fields,
    unpaired_in_text,
)  # fmt: skip
from generator.config import Check
from generator.errors import Problem, Severity
from generator.planning.changes import Audience
from generator.planning.placed import Placed, PlacedPage
from generator.planning.site import Site
from generator.rendering.layout_files import LayoutFiles

ARTICLE_CHECKS = (
    ArticleCheck(Check.PICTURE_ALT, lead_without_alt),
    ArticleCheck(Check.PICTURE_CREDIT, lead_without_credit),
    ArticleCheck(Check.PICTURE_WIDTH, narrow_lead),
    ArticleCheck(Check.BYLINE, no_byline),
    ArticleCheck(Check.TITLE_LENGTH, long_title),
    ArticleCheck(Check.SUMMARY, no_summary),
    ArticleCheck(Check.SUMMARY_LENGTH, long_summary),
    ArticleCheck(Check.FIRST_PARAGRAPH, long_start),
    ArticleCheck(Check.QUOTATION_MARKS, unpaired_in_fields),
    ArticleCheck(Check.DATE_TIME, today_without_time),
)
TEXT_CHECKS = (
    TextCheck(Check.TEXT_PICTURE_ALT, picture_without_alt),
    TextCheck(Check.QUOTATION_MARKS, unpaired_in_text),
)
SITE_CHECKS = (
    SiteCheck(Check.TAG_USED_ONCE, used_once),
    SiteCheck(Check.SIMILAR_TAGS, similar),
    SiteCheck(Check.PUBLISHER_LOGO, unfit_logo),
)
LAYOUT_CHECKS = (
    LayoutCheck(Check.UNUSED_LAYOUT, unused_files),
    LayoutCheck(Check.UNUSED_MESSAGE, unused_messages),
)
# What is looked for elsewhere: in planning, since it is told of every build, and over the network.
LINK_CHECKS = frozenset((Check.DEAD_LINK, Check.MOVED_LINK, Check.UNCERTAIN_LINK))
ELSEWHERE = LINK_CHECKS | {Check.LOST_ADDRESS}

EVERYTHING = frozenset(Severity)
C = TypeVar("C", ArticleCheck, TextCheck, SiteCheck, LayoutCheck)


def check(site: Site, layouts: LayoutFiles) -> tuple[Problem, ...]:
    """Look for everything that site.toml does not switch off."""
    return tuple(sorted(_all(site, layouts, EVERYTHING)))


def check_for_build(site: Site, layouts: LayoutFiles) -> tuple[Problem, ...]:
    """Look for what is to stop a build, and for nothing else: a build has no time for the rest."""
    return tuple(sorted(_all(site, layouts, frozenset((Severity.ERROR,)))))


def check_revised(
    site: Site, articles: Iterable[Placed], layouts: LayoutFiles
) -> tuple[Problem, ...]:
    """Look for what is to stop a build of a site of which only some articles differ."""
    levels = frozenset((Severity.ERROR,))
    found = (_of_articles(site, articles, levels), _of_site(site, levels),
             _of_layouts(site, layouts, levels))  # fmt: skip
    return tuple(sorted(chain(*found)))


def check_article(site: Site, placed: Placed) -> tuple[Problem, ...]:
    """Look at one article, for what can be seen in it alone."""
    return tuple(sorted(_of_articles(site, (placed,), EVERYTHING)))


def check_site(site: Site) -> tuple[Problem, ...]:
    """Look for what no article shows by itself, and at the pages."""
    return tuple(sorted(_of_site(site, EVERYTHING)))


def check_layouts(site: Site, layouts: LayoutFiles) -> tuple[Problem, ...]:
    """Look at the site's own layouts."""
    return tuple(sorted(_of_layouts(site, layouts, EVERYTHING)))


def check_links(site: Site, answers: Answers, tried: Answers) -> tuple[Problem, ...]:
    """Judge links to other sites by what these answered; `tried` are the answers of now."""
    found = found_in(site, answers, tried)
    problems = (each for name, one in found for each in _judged(site, name, (one,)))
    return tuple(sorted(problems))


def _judged(site: Site, name: Check, findings: Iterable[Finding]) -> Iterator[Problem]:
    """Yield findings as problems, as severe as site.toml wants; in a preview they only warn."""
    severity = site.config.severity(name)
    if severity is None:
        return
    if site.audience is Audience.PREVIEW:
        severity = Severity.WARNING
    for each in findings:
        yield Problem(each.source, each.line, each.column, each.field,
                      each.message, each.hint, severity, name)  # fmt: skip


def _all(site: Site, layouts: LayoutFiles, levels: frozenset[Severity]) -> Iterator[Problem]:
    yield from _of_articles(site, site.articles, levels)
    yield from _of_site(site, levels)
    yield from _of_layouts(site, layouts, levels)


def _of_articles(
    site: Site, articles: Iterable[Placed], levels: frozenset[Severity]
) -> Iterator[Problem]:
    alone = _wanted(site, ARTICLE_CHECKS, levels)
    in_texts = _wanted(site, TEXT_CHECKS, levels)
    for placed in articles:
        for each in alone:
            yield from _judged(site, each.name, each.find(site, placed))
        if in_texts:
            yield from _of_text(site, _text_of(placed), in_texts)


def _of_site(site: Site, levels: frozenset[Severity]) -> Iterator[Problem]:
    in_texts = _wanted(site, TEXT_CHECKS, levels)
    for page in site.pages:
        yield from _of_text(site, _text_of(page), in_texts)
    for each in _wanted(site, SITE_CHECKS, levels):
        yield from _judged(site, each.name, each.find(site))


def _of_layouts(site: Site, layouts: LayoutFiles, levels: frozenset[Severity]) -> Iterator[Problem]:
    for each in _wanted(site, LAYOUT_CHECKS, levels):
        yield from _judged(site, each.name, each.find(site, layouts))


def _of_text(site: Site, text: Text, checks: Iterable[TextCheck]) -> Iterator[Problem]:
    for each in checks:
        yield from _judged(site, each.name, each.find(text))


def _text_of(placed: Placed | PlacedPage) -> Text:
    content = placed.article if isinstance(placed, Placed) else placed.page
    return Text(content.source, content.body, placed.body.targets)


def _wanted(site: Site, checks: Iterable[C], levels: frozenset[Severity]) -> tuple[C, ...]:
    """Return the checks that are of some levels, by what site.toml says of each."""
    return tuple(each for each in checks if site.config.severity(each.name) in levels)
