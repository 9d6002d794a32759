"""Jinja2, set up for layouts: their names, their filters, and how their mistakes are told.

The only module that imports Jinja2 and MarkupSafe. Everything is escaped, in XML too; only what a
filter here returns as `Markup` is not.
"""

import re
from collections.abc import (
    Callable,
    Iterable,
    Iterator,
    Mapping,
    MutableMapping,
    Sequence,
)  # fmt: skip
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import fields, is_dataclass
from datetime import datetime
from email.utils import format_datetime
from enum import Enum
from functools import lru_cache, partial
from pathlib import Path
from types import CodeType, TracebackType
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

from generator.dates import rfc3339
from generator.errors import Problem, ProblemsFound, did_you_mean
from generator.fingerprint import Digest
from generator.pages import BodyHtml, FeedItem, FeedPage, IndexPage, ListingPage, Page, Time
from generator.pictures import Rendition
from generator.rendering.addresses import absolute, link
from generator.rendering.bodies import (
    Figure,
    browser_html,
    full_text,
    plain_figure,
    with_dateline,
)  # fmt: skip
from generator.rendering.bylines import by_role, writers
from generator.rendering.characters import settled, xml_safe
from generator.rendering.compiled import Compiled
from generator.rendering.entities import script_text
from generator.rendering.faults import LayoutFault
from generator.rendering.feeds import feed_html, json_feed, json_text
from generator.rendering.layout_files import LayoutFiles
from generator.rendering.structured_data import as_shown, structured_data
from generator.rendering.words import Words
from generator.site_info import SiteInfo

NAMES = ("page", "site", "t", "asset")
LAYOUTS = "layouts/"
MOST_RESULTS = 10_000  # of one macro, in memory: about 10 MB of teasers
MOST_TEXTS = 1_000  # of feeds, in memory: about 10 MB
_PLAIN = (str, int, Enum, type(None))

_NO_FILTER = re.compile(r"No filter named '(?P<name>.*)'")
# The HTML of the bodies of the page that is being rendered. A layout's macros do not see its
# context, so that the filters cannot look there.
_bodies: ContextVar[Mapping[Digest, str]] = ContextVar("bodies")


class Engine:
    """Holds Jinja2's environment for the layouts of one build."""

    def __init__(
        self, files: LayoutFiles, site: SiteInfo, words: Words, compiled: Compiled | None = None
    ) -> None:
        self._environment = _environment(files, site, words)
        self._environment.bytecode_cache = compiled  # type: ignore[assignment]  # as one of Jinja2

    def text(self, layout: str, page: Page, bodies: Mapping[Digest, str]) -> str:
        """Return a page put through a layout; raise `ProblemsFound` where the layout is wrong."""
        try:
            with _showing(bodies):
                return self._environment.get_template(layout).render(page=page)
        except ProblemsFound:
            raise
        except Exception as error:  # a layout is a program: what it raises is for its author
            raise ProblemsFound([_problem(self._environment, error, layout)]) from error


class OwnTemplates:
    """Holds the templates of a part of the program that shows pages of its own, beside the site's.

    They know nothing of a site and its language. They escape everything, too; a mistake in one is a
    mistake of this program, and raised as it comes.
    """

    def __init__(self, folder: Path, filters: Mapping[str, Callable[..., object]]) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.filters |= filters

    def text(self, template: str, /, **values: object) -> str:
        """Return values put through a template."""
        return settled(self._environment.get_template(template).render(values))


class _Macro(Macro):
    """A macro that knows its results by its arguments, once it is known to see nothing else.

    A teaser stands in a dozen listings, and is the same in each.
    """

    results: dict[tuple[object, ...], str] | None = None

    def _invoke(self, arguments: list[Any], autoescape: bool) -> str:  # noqa: FBT001 - the library's
        if self.results is None or not all(map(_is_plain, arguments)):
            return super()._invoke(arguments, autoescape)
        # With their types: True is 1, and a text that is HTML equals one that is not.
        key = (autoescape, *map(type, arguments), *arguments)
        try:
            if key in self.results:
                return self.results[key]
        except TypeError:  # what holds a mapping has no hash
            return super()._invoke(arguments, autoescape)
        if len(self.results) >= MOST_RESULTS:
            self.results.clear()
        result = self.results[key] = super()._invoke(arguments, autoescape)
        return result


def _is_plain(value: object) -> bool:
    """Whether a value is one of planning, which never changes, and equal only to its like."""
    return value is missing or isinstance(value, _PLAIN) or is_dataclass(value)


class _Template(Template):
    """A layout whose macros are ours."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, object],  # noqa: A002 - the library's name
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        template = super().from_code(environment, code, globals, uptodate)
        template.root_render_func.__globals__["Macro"] = _Macro
        return template

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        """Return what other layouts import: its macros see no page but what they are given."""
        is_new = self._module is None
        module = super()._get_default_module(ctx)
        if is_new and module is self._module:
            for macro in vars(module).values():
                if isinstance(macro, _Macro):
                    macro.results = {}
        return module


class _Environment(Environment):
    template_class = _Template


def _environment(files: LayoutFiles, site: SiteInfo, words: Words) -> Environment:
    environment = _Environment(
        loader=_Loader(files),
        autoescape=True,
        undefined=_Missing,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,  # each layout is compiled once
    )
    del environment.globals["lipsum"], environment.filters["random"]  # no two builds alike
    environment.globals |= {"site": site, "t": partial(_t, words), "asset": partial(_asset, site)}
    environment.filters |= _filters(site, words)
    return environment


def _filters(site: SiteInfo, words: Words) -> dict[str, Callable[..., object]]:
    """Return what layouts can do with values; none of it sees more than its arguments."""
    return {
        "link": partial(link, site),
        "absolute": partial(absolute, site),
        "date": words.date,
        "iso": _iso,
        "rfc822": _rfc822,
        "month": words.month,
        "listed": partial(_listed, words),
        "number": words.number,
        "by_role": by_role,
        "writers": writers,
        "html": partial(_html, site, words),
        "srcset": partial(_srcset, site),
        "full_text": partial(_full_text, site),
        # The newest articles stand in feeds of the site, a section, some tags and an author.
        "feed_html": lru_cache(MOST_TEXTS)(partial(_feed_html, site, words)),
        "structured_data": partial(_structured_data, site),
        "json_feed": partial(_json_feed, site, words),
        "xml_safe": _xml_safe,
    }


@contextmanager
def _showing(bodies: Mapping[Digest, str]) -> Iterator[None]:
    token = _bodies.set(bodies)
    try:
        yield
    finally:
        _bodies.reset(token)


class _Loader(BaseLoader):
    """Gives Jinja2 the layouts as they were when each was first read."""

    def __init__(self, files: LayoutFiles) -> None:
        self._files = files

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:  # noqa: ARG002 - the library's signature
        data = self._files.read(template)
        if data is None:
            raise TemplateNotFound(template)
        return data.decode(), LAYOUTS + template, None

    def list_templates(self) -> list[str]:
        return list(self._files.names())


class _Missing(StrictUndefined):
    """A name that does not exist; says so when it is used, with the name that was meant."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        owner, name = self._undefined_obj, str(self._undefined_name)
        if is_dataclass(owner):
            known: Sequence[str] = [field.name for field in fields(owner)]
            message = f'expected a field of {type(owner).__name__}, got "{name}"'
        elif owner is missing and not self._undefined_hint:
            known = NAMES
            message = f'expected a name that this layout knows, got "{name}"'
        else:
            return super()._undefined_message
        hint = did_you_mean(name, known) or "known: " + ", ".join(known)
        return f"{message}\n{hint}"


def _problem(environment: Environment, error: Exception, layout: str) -> Problem:
    """Return a layout's mistake with its file and line, as whoever edits the layout knows them."""
    path, line = _place(error)
    message, hint = _told(environment, error)
    return Problem(path or LAYOUTS + layout, line, 1 if line else 0, "", message, hint)


def _place(error: Exception) -> tuple[str, int]:
    """Return the innermost layout that an error passed through; Jinja2 rewrites tracebacks so."""
    places = [
        (frame.tb_frame.f_code.co_filename, frame.tb_lineno)
        for frame in _frames(error.__traceback__)
        if frame.tb_frame.f_code.co_filename.startswith(LAYOUTS)
    ]
    return places[-1] if places else ("", 0)


def _frames(traceback: TracebackType | None) -> Iterator[TracebackType]:
    while traceback:
        yield traceback
        traceback = traceback.tb_next


def _told(environment: Environment, error: Exception) -> tuple[str, str]:
    """Return what went wrong, and what to write instead where that can be guessed."""
    match error:
        case LayoutFault():
            return error.message, error.hint
        case TemplateNotFound():
            known = environment.list_templates()
            return f'expected a layout that exists, got "{error}"', did_you_mean(str(error), known)
        case TemplateSyntaxError():
            message = error.message or "expected a layout that Jinja2 can read"
            return message, _nearest_filter(environment, message)
        case TemplateError():
            message, _, hint = str(error).partition("\n")
            return message, hint
        case _:
            return f"{type(error).__name__}: {error}", ""


def _nearest_filter(environment: Environment, message: str) -> str:
    found = _NO_FILTER.match(message)
    return did_you_mean(found["name"], environment.filters) if found else ""


# -- what layouts may use --------------------------------------------------------------------------


def _t(words: Words, key: str, /, **values: object) -> str:
    """Return a message; values that are HTML already, such as links, stay so."""
    try:
        message = words.message(key, values.get("count"))
    except KeyError:
        hint = (
            did_you_mean(key, words.catalogue)
            or f"add it to layouts/messages/{words.language}.toml"
        )
        raise LayoutFault(f'expected a message of the catalogue, got "{key}"', hint) from None
    try:
        if any(hasattr(value, "__html__") for value in values.values()):
            return escape(message).format(**words.shown(values))
        return message.format(**words.shown(values))
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        raise LayoutFault(f'the message "{key}" cannot be filled in: {error!r}', message) from error


def _asset(site: SiteInfo, name: str) -> str:
    for known, url in site.assets:
        if known == name:
            return link(site, url)
    hint = did_you_mean(name, (known for known, _ in site.assets))
    raise LayoutFault(f'expected a file of layouts/assets, got "{name}"', hint)


def _iso(time: Time | datetime) -> str:
    return rfc3339(time.at if isinstance(time, Time) else time)


def _rfc822(time: Time | datetime) -> str:
    return format_datetime(time.at if isinstance(time, Time) else time)


def _listed(words: Words, names: Iterable[str]) -> Markup:
    """Return names as a list; those that are HTML already, such as links, stay so."""
    shown = tuple(map(escape, names))
    pattern = words.list_pattern([name.striptags() for name in shown])
    return Markup(pattern).format(*shown)  # noqa: S704 - commas and a word


def _xml_safe(text: str) -> str:
    safe = xml_safe(text)
    return Markup(safe) if isinstance(text, Markup) else safe  # noqa: S704 - it was so before


def _html(
    site: SiteInfo, words: Words, body: BodyHtml, figure: Figure | None = None, dateline: str = ""
) -> Markup:
    """Return a body for a page; `figure` is the layout's macro for the pictures in it."""
    shown = browser_html(
        _bodies.get()[body.digest], body, site, figure or partial(plain_figure, site=site),
        partial(_t, words),
    )  # fmt: skip
    return Markup(with_dateline(shown, dateline))  # noqa: S704 - it was sanitised when it was read


def _srcset(site: SiteInfo, renditions: Iterable[Rendition]) -> str:
    return ", ".join(f"{link(site, each)} {each.width}w" for each in renditions)


def _full_text(site: SiteInfo, body: BodyHtml, article_url: str) -> str:
    return full_text(_bodies.get()[body.digest], body, site, article_url)


def _feed_html(site: SiteInfo, words: Words, item: FeedItem) -> str:
    return feed_html(item, _bodies.get()[item.body.digest], site, words)


def _structured_data(
    site: SiteInfo, page: Page, title: str = "", name: str = ""
) -> tuple[Markup, ...]:
    if title and isinstance(page, IndexPage | ListingPage):
        page = as_shown(page, title, name or title)
    texts = map(script_text, structured_data(page, site))
    return tuple(Markup(text) for text in texts)  # noqa: S704 - JSON with its angles escaped


def _json_feed(site: SiteInfo, words: Words, page: FeedPage) -> Markup:
    feed = json_feed(page, _bodies.get(), site, words)
    return Markup(json_text(feed))  # noqa: S704 - the whole output is JSON
