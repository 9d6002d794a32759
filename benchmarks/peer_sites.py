"""The newspaper as sites of other generators, as far as they are installed.

What each needs beside the articles lies in peers/: its settings and plain layouts, by which its
site has the same articles, listings of twenty, feeds and sitemap as Broadsheet's.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.newspaper import ZONE, Newspaper, Story, source_of, story
from benchmarks.sites import Site, kept

FILES = Path(__file__).with_name("peers")
PLAIN = FILES / "broadsheet"  # layouts that say what the peers' say
HUGO = """\
---
title: {title}
date: {date:%Y-%m-%dT%H:%M:%S}
authors: [{author}]
sections: [{section}]
tags: [{tags}]
summary: {summary}
---

{body}
"""
PELICAN = """\
Title: {title}
Date: {date:%Y-%m-%d %H:%M}
Author: {author}
Category: {section}
Tags: {tags}
Summary: {summary}

{body}
"""
ELEVENTY = """\
---
title: {title}
date: {date:%Y-%m-%dT%H:%M:%SZ}
author: {author}
section: {section}
keywords: [{tags}]
summary: {summary}
---

{body}
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """Another generator; the environment may name its command, by its own name in capitals."""

    name: str
    build: tuple[str, ...]
    version: str
    text_of: Callable[[Story], str]
    result: str
    made: tuple[str, ...]
    differs: str

    @property
    def command(self) -> str | None:
        """The path of its command; none where it is not installed."""
        return shutil.which(os.environ.get(self.name.upper(), self.name.lower()))


def told_version(peer: Peer) -> str:
    """Return the version that an installed generator says it has."""
    command = [str(peer.command), peer.version]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"\d+\.\d+(\.\d+)?", told)
    return found[0] if found else "of unknown version"


def site_of(peer: Peer, paper: Newspaper) -> Site:
    """Return the newspaper as another generator builds it, written unless it is there already."""
    files = FILES / peer.name.lower()
    folder = kept(f"{paper.name}-{files.name}", lambda folder: _write(peer, folder, paper.articles))
    shutil.copytree(files, folder, dirs_exist_ok=True)
    command = str(Path(str(peer.command)).absolute()), *peer.build
    return Site(peer.name, folder, command, folder, peer.text_of, peer.result, peer.made)


def installed() -> Iterator[Peer]:
    """Yield the peers that are here, and print which are not."""
    for peer in PEERS:
        if peer.command:
            yield peer
        else:
            command = peer.name.lower()
            print(f"{peer.name} is not installed: no {command}, nor what ${command.upper()} names.")


def _write(peer: Peer, folder: Path, articles: int) -> None:
    for number in range(articles):
        file = folder / source_of(number)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(peer.text_of(story(number)), encoding="utf-8")


def _hugo(story: Story) -> str:
    return _filled(HUGO, story)


def _pelican(story: Story) -> str:
    return _filled(PELICAN, story)


def _eleventy(story: Story) -> str:
    """Return an article for Eleventy, which reads dates as of UTC."""
    return _filled(ELEVENTY, story, date=story.date.replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC))


def _filled(form: str, story: Story, **other: object) -> str:
    fields = ("title", "date", "author", "section", "summary", "body")
    values = {name: getattr(story, name) for name in fields}
    return form.format(**{**values, "tags": ", ".join(story.tags), **other})


PEERS = (
    Peer(
        "Hugo", ("--quiet",), "version", _hugo, "public", ("public", "resources"),
        "makes also a feed for each author, and could show related articles; keeps nothing between "
        "two builds",
    ),
    Peer(
        "Pelican", ("--settings", "settings.py", "--quiet"), "--version", _pelican, "output",
        ("output", "cache", "__pycache__"),
        "has its cache of articles on, and older and newer ones from a plugin of a few lines; its "
        "sitemap has only the first page of each listing",
    ),
    Peer(
        "Eleventy", ("--quiet",), "--version", _eleventy, "_site", ("_site",),
        "makes listings, feeds and sitemap by code in its settings; headings have no ids; it keeps "
        "nothing between two builds",
    ),
)  # fmt: skip
