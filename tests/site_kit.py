"""A small site as a dict literal, written into a temporary folder and built there.

`PLAIN` is a theme of a few lines that prints all that a page holds, so that whatever differs in a
page differs in its bytes, and a build takes milliseconds. `THEME` is the real one.
"""

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image

from generator.building.build import build
from generator.building.report import Reason, Report
from generator.building.request import Request
from generator.errors import Problem, ProblemsFound
from generator.project import Project

THEME = Path(__file__).parents[1] / "layouts"
NOW = datetime(2025, 12, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
Files = Mapping[str, str] | Mapping[str, bytes] | Mapping[str, str | bytes]

SITE_TOML = """\
title = "The Example"
description = "News of the harbour."
base_url = "https://example.com"
language = "en"
time_zone = "UTC"

[sections]
news = "News"
sport = { name = "Sport", description = "Games." }
"""

FRAME = """\
<title>{{ page.head.title }}</title>
<link href="{{ asset('site.css') }}">
{{ site }}
{% block main %}{% endblock %}
{% include "parts/foot.html" %}
"""
PAGE = '{% extends "base.html" %}{% block main %}{{ page }}{% endblock %}'
TEXT = '{% extends "base.html" %}{% block main %}{{ page }}{{ page.body|html }}{% endblock %}'
FEED = "{{ site }}{{ page }}{% for item in page.items %}{{ item|feed_html }}{% endfor %}"
PLAIN: Mapping[str, str] = {
    "layouts/base.html": FRAME,
    "layouts/parts/foot.html": "<footer>{{ t('foot') }}</footer>",
    "layouts/messages/en.toml": 'foot = "The end"\ncorrections_other = "Corrections"\n',
    "layouts/assets/site.css": "body { color: black }\n",
    **{f"layouts/{name}.html": TEXT for name in ("article", "page")},
    **{
        f"layouts/{name}.html": PAGE
        for name in ("404", "front", "index", "listing", "notice", "redirect")
    },
    **{f"layouts/{name}": FEED for name in ("rss.xml", "atom.xml", "feed.json")},
    **{
        f"layouts/{name}": "{{ site }}{{ page }}\n"
        for name in ("sitemap.xml", "news-sitemap.xml", "opml.xml", "text.txt")
    },
}


def site(root: Path, files: Files, *, theme: Path | None = None) -> Project:
    """Write a site: `files`, and a site.toml and the plain theme where they do not say otherwise.

    With a `theme`, the layouts are those of that folder.
    """
    plain = {} if theme else PLAIN
    write(root, {"site.toml": SITE_TOML, **plain, **files})
    (root / "content").mkdir(exist_ok=True)
    return Project(root, theme or root / "layouts")


def write(root: Path, files: Files) -> None:
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)


def edit(project: Project, name: str, old: str, new: str) -> None:
    """Replace a text in a file; it must be there."""
    path = project.root / name
    text = path.read_text("utf-8")
    assert old in text, f"{name} does not hold {old!r}"
    path.write_bytes(text.replace(old, new).encode())


def article(title: str = "The call", body: str = "Text.", /, **fields: object) -> str:
    """Return an article's file. It has a summary, so that its body stands on its page alone."""
    front = {
        "title": title,
        "author": "Ada Reed",
        "date": "2025-11-20 09:00",
        "summary": f"What {title} says.",
        **({"image_alt": "What it shows", "image_credit": "AP"} if fields.get("image") else {}),
        **fields,
    }
    lines = [f"{name}: {value}" for name, value in front.items() if value is not None]
    return "\n".join(["---", *lines, "---", body, ""])


@cache
def png(colour: str = "black", width: int = 2, height: int = 2) -> bytes:
    data = BytesIO()
    Image.new("RGB", (width, height), colour).save(data, "PNG")
    return data.getvalue()


def request(project: Project, now: datetime = NOW, **options: object) -> Request:
    made = Request(project=project, now=now, clock_ns=time.time_ns())
    return replace(made, **options)  # type: ignore[arg-type]


def build_at(project: Project, now: datetime = NOW, **options: object) -> Report:
    """Build as of `now`. Files of the last two seconds are looked into again; see `settled`."""
    return build(request(project, now, **options))


def settled() -> int:
    """Return a clock by which every file was written long ago, so that stamps are trusted."""
    return time.time_ns() + 3_600_000_000_000


def rendered(report: Report) -> dict[str, Reason]:
    return {str(path): reason for path, reason in report.rendered.items()}


def problems_at(project: Project, now: datetime = NOW, **options: object) -> list[Problem]:
    """Build, expect it to fail, and return every problem."""
    try:
        build_at(project, now, **options)
    except ProblemsFound as found:
        return list(found.problems)
    raise AssertionError("the build succeeded")


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, by its posix path."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def public(project: Project) -> dict[str, bytes]:
    return tree(project.public)


def clean_tree(project: Project, scratch: Path, now: datetime = NOW) -> dict[str, bytes]:
    """Return what a build from nothing makes of the same sources."""
    sources = {
        name: data
        for name, data in tree(project.root).items()
        if not name.startswith((".broadsheet/", "public/"))
    }
    write(scratch, sources)
    theme = scratch / "layouts" if project.theme == project.root / "layouts" else project.theme
    copy = Project(scratch, theme)
    build_at(copy, now)
    return public(copy)


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Return what shows that a file was touched: its inode and its time."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in files
    }
