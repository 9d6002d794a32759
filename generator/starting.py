"""Starting: a new site's folder, a new article's file. Neither ever overwrites anything."""

import shutil
from datetime import datetime
from pathlib import Path

from generator.config import Config
from generator.errors import UsageError, did_you_mean
from generator.paths import SourcePath
from generator.project import Project
from generator.reading.articles import read_article
from generator.slugs import slugify

STARTER = Path(__file__).resolve().parent / "starter"
# In the package without their dot, so that packaging tools keep them.
HIDDEN_FILES = ("gitattributes", "gitignore")
ARTICLE = """\
---
title: {title}
author: {author}
date: {date}
draft: true
# section: {section}
# tags: [First subject, Second subject]
# summary: One or two sentences; the first paragraph unless given.
# dateline: The place it was filed from
# kicker: A short label above the headline
# image: /images/picture.jpg
# image_alt: What the picture shows, for those who do not see it.
# image_caption: The words under the picture.
# image_credit: Who made the picture
# featured: true
# There are also updated, slug, aliases, embargo, expires, withdrawn, corrections, language,
# canonical, image_license and image_focus: see the README.
---

The first paragraph says what happened, where and when, and how we know.
"""


def start_site(folder: Path) -> tuple[Path, ...]:
    """Fill an empty or new folder with the starter site; return what was written."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"expected a new or an empty folder, got {folder}, which holds something"
        raise UsageError(message)
    written = []
    for source in sorted(STARTER.rglob("*")):
        if source.is_file() and "__pycache__" not in source.parts:
            target = folder / source.relative_to(STARTER)
            if target.name in HIDDEN_FILES:
                target = target.with_name(f".{target.name}")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            written.append(target)
    for name in ("layouts", "public"):
        (folder / name).mkdir(exist_ok=True)
    return tuple(written)


def start_article(
    project: Project, config: Config, title: str, now: datetime, author: str = ""
) -> Path:
    """Write a draft with complete front matter, dated now in the site's zone; return its path."""
    slug = slugify(title)
    if not slug:
        message = f'expected a title with letters or digits, got "{title}"'
        raise UsageError(message)
    date = now.astimezone(config.zone)
    folder = project.root / "content" / "articles" / f"{date:%Y}"
    path = folder / f"{date:%Y-%m-%d}-{slug}.md"
    text = ARTICLE.format(
        title=_quoted(title),
        author=_quoted(author or config.publisher.name or config.title),
        date=_written(date),
        section=config.sections[0].slug if config.sections else "news",
    )
    _check(SourcePath(path.relative_to(project.root).as_posix()), text)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        message = f"{path.relative_to(project.root)} exists already: it is left as it is"
        raise UsageError(message) from None
    return path


def _check(path: SourcePath, text: str) -> None:
    """Refuse a title or a name that nobody could read again: one with a control character."""
    for problem in read_article(path, text.encode()).problems:
        raise UsageError(f"expected a title and a name of plain text: {problem.message}")


def _written(moment: datetime) -> str:
    """Return a time as an article has it; with its offset in the hour that a zone has twice."""
    text = f"{moment:%Y-%m-%d %H:%M}"
    other = moment.replace(fold=1 - moment.fold)
    return text if moment.utcoffset() == other.utcoffset() else text + moment.isoformat()[-6:]


def theme_layouts(project: Project) -> list[str]:
    """Return the names of the theme's layouts, parts, assets and messages."""
    files = (file for file in project.theme.rglob("*") if file.is_file())
    return sorted(file.relative_to(project.theme).as_posix() for file in files)


def copy_layout(project: Project, name: str) -> Path:
    """Copy a file of the theme to where the site's own stands for it; never overwrite one."""
    known = theme_layouts(project)
    if name not in known:
        guess = did_you_mean(name, known)
        message = f'expected a file of the theme, got "{name}"' + (f": {guess}" if guess else "")
        raise UsageError(message)
    target = project.root / "layouts" / name
    if target.exists():
        message = f"layouts/{name} exists already: it is left as it is"
        raise UsageError(message)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(project.theme / name, target)
    return target


def _quoted(text: str) -> str:
    """Return a text as YAML can always read it."""
    line = " ".join(text.split())
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'
