"""The desk's pages as bytes: the list of all articles, and one page for each."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from generator.dates import rfc3339
from generator.desk.addresses import article_address, editor_link
from generator.desk.charts import credits_chart, weeks_chart
from generator.desk.choices import COLUMNS, choices
from generator.desk.looks import card, feed_entry, search_result
from generator.desk.moments import day, distance, in_full, told
from generator.desk.overview import overview
from generator.desk.query import DeskQuery, written
from generator.desk.selecting import about, select, weight
from generator.desk.values import ArticleDesk, Desk
from generator.errors import Problem, by_file, errors_in

if TYPE_CHECKING:
    from generator.rendering.engine import OwnTemplates

# What the desk's pages may load: scripts and styles of their own, and pictures of the site.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self' ws: wss:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
WORDS_A_MINUTE = 230
TEMPLATES = Path(__file__).with_name("templates")


def desk_page(desk: Desk, query: DeskQuery) -> bytes:
    """Return the desk with the articles that are asked for."""
    known = overview(desk)
    text = own_templates().text(
        "desk.html",
        desk=desk,
        now=desk.now,
        query=query,
        known=known,
        choices=choices(known, query),
        columns=COLUMNS,
        selection=select(desk, query),
        faulty_files=_errors_first(desk.problems),
        weeks_chart=weeks_chart(known.weeks),
        credits_chart=credits_chart(known.months),
    )
    return text.encode()


def article_page(view: ArticleDesk) -> bytes:
    """Return the desk's page of one article."""
    text = own_templates().text(
        "article.html",
        view=view,
        article=view.article,
        now=view.now,
        result=search_result(view, view.page) if view.page else None,
        card=card(view, view.page) if view.page else None,
        entry=feed_entry(view),
    )
    return text.encode()


@cache
def own_templates() -> "OwnTemplates":
    """Return the desk's templates. Jinja2 is loaded with the first page that is looked at."""
    from generator.rendering.engine import OwnTemplates

    return OwnTemplates(TEMPLATES, _filters())


def reading_minutes(words: int) -> int:
    """Return how long a text takes to read; a minute at least."""
    return max(1, round(words / WORDS_A_MINUTE))


def _filters() -> Mapping[str, Callable[..., object]]:
    return {
        "about": about,
        "address": article_address,
        "asking_about": _asking_about,
        "counted": _counted,
        "day": day,
        "distance": distance,
        "editor": _editor,
        "editor_at": editor_link,
        "in_full": in_full,
        "iso": rfc3339,
        "minutes": reading_minutes,
        "number": "{:,}".format,
        "told": told,
        "weight": weight,
        "written": written,
    }


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _editor(pattern: str, problem: Problem) -> str:
    return editor_link(pattern, problem.path, problem.line, problem.column)


def _asking_about(kind: str) -> str:
    return written(DeskQuery(problem=kind))


def _errors_first(problems: Iterable[Problem]) -> list[tuple[str, tuple[Problem, ...]]]:
    """Group problems by their files, those with an error first."""
    return sorted(by_file(problems).items(), key=lambda item: not errors_in(item[1]))
