"""A newspaper of any size, for measuring: the same articles each time, whatever the machine.

    python -m benchmarks.newspaper 10000 /tmp/newspaper [--pictures] [--cards]

Articles have about 800 words, one of 40 bylines, two to five of 200 tags, one of 8 sections, and
links to one another. A few tags have most articles, as in newsrooms: the second is drawn half as
often as the first, the third a third as often.
"""

import argparse
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random

from benchmarks.pictures import PICTURES, draw_picture

SECTIONS = ("world", "nation", "business", "science", "culture", "sport", "opinion", "local")
AUTHORS, TAGS = 40, 200
WITH_PICTURE = 10  # every tenth article, where there are pictures
WEIGHTS = tuple(accumulate(1 / rank for rank in range(1, TAGS + 1)))
FIRST = datetime(2008, 1, 7, 6)  # noqa: DTZ001 - as front matter says it; early enough for 200,000
SYLLABLES = ("ba", "co", "du", "fe", "gri", "ha", "jo", "ka", "lu", "mi", "no", "par", "qui", "ro",
             "sta", "tor", "un", "ve", "wa", "ze")  # fmt: skip
TITLE, ADDRESS = "The Courier", "https://courier.example"
DESCRIPTION = "A newspaper of made-up words, to measure with."
ZONE = "America/New_York"
# The site has all that it has unasked: articles with related ones and with their neighbours, a
# front page, listings, feeds, sitemaps, the files for hosts. Cards are off: no other generator
# draws a picture for each article, and drawing would be most of what is measured.
SITE = """\
title = "{title}"
description = "{description}"
base_url = "{address}"
language = "en"
time_zone = "{zone}"

[sections]
{sections}

[theme]
cards = {cards}
"""
ARTICLE = """\
---
title: {title}
author: {author}
date: {date:%Y-%m-%d %H:%M}
section: {section}
tags: [{tags}]
summary: {summary}
{picture}---

{body}
"""
PICTURE = """\
image: /{name}
image_alt: Shapes in front of a coloured ground.
image_credit: {author}
"""


@dataclass(frozen=True, slots=True)
class Newspaper:
    """How large a newspaper is, and what it has beside words."""

    articles: int
    pictures: bool = False
    cards: bool = False

    @property
    def name(self) -> str:
        """A name that is another wherever the newspaper is another."""
        extras = f"{'-pictures' * self.pictures}{'-cards' * self.cards}"
        return f"broadsheet-{self.articles}{extras}-{_edition()}"


@dataclass(frozen=True, slots=True)
class Story:
    """An article, in no generator's form."""

    number: int
    title: str
    author: str
    date: datetime
    section: str
    tags: tuple[str, ...]
    summary: str
    body: str


def write_newspaper(folder: Path, paper: Newspaper) -> None:
    """Write the site of a newspaper into a folder that is not there yet."""
    (folder / "content" / "authors").mkdir(parents=True)
    (folder / "site.toml").write_text(_site(paper), encoding="utf-8")
    for name in names():
        text = f"---\nname: {name}\nrole: Reporter\n---\n\n{name} writes for the paper.\n"
        file = folder / "content" / "authors" / f"{slug(name)}.md"
        file.write_text(text, encoding="utf-8")
    for number in range(PICTURES if paper.pictures else 0):
        draw_picture(folder / "content" / _picture(number), number)
    for number in range(paper.articles):
        file = folder / source_of(number)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(article(story(number), pictures=paper.pictures), encoding="utf-8")


def source_of(number: int) -> str:
    """Return the path of an article, counted from the oldest."""
    return f"content/articles/{_place(number)}.md"


def article(story: Story, *, pictures: bool = False) -> str:
    """Return an article as its file has it."""
    has_picture = pictures and story.number % WITH_PICTURE == 0
    name = _picture(story.number // WITH_PICTURE % PICTURES)
    return ARTICLE.format(
        title=story.title,
        author=story.author,
        date=story.date,
        section=story.section,
        tags=", ".join(story.tags),
        summary=story.summary,
        picture=PICTURE.format(name=name, author=story.author) if has_picture else "",
        body=story.body,
    )


def story(number: int) -> Story:
    """Return an article, counted from the oldest; every number has one."""
    random = Random(number)
    return Story(
        number=number,
        title=f"{_sentence(random, 7).capitalize()} {number}",
        author=random.choice(names()),
        date=_date(number),
        section=random.choice(SECTIONS),
        tags=_tags(random),
        summary=f"{_sentence(random, 14).capitalize()}.",
        body="\n\n".join(_blocks(random, number)),
    )


@cache
def names() -> tuple[str, ...]:
    """Return the names of all authors."""
    random = Random("names")
    return tuple(f"{_word(random).capitalize()} {_word(random).capitalize()}-{number}"
                 for number in range(AUTHORS))  # fmt: skip


@cache
def tags() -> tuple[str, ...]:
    """Return all tags, that of the most articles first."""
    random = Random("tags")
    return tuple(f"{_word(random).capitalize()} {number}" for number in range(TAGS))


def slug(name: str) -> str:
    """Return the last word of an address."""
    return name.lower().replace(" ", "-")


@cache
def _edition() -> str:
    """Return what tells this newspaper from the one that earlier code wrote."""
    code = b"".join(Path(__file__).with_name(name).read_bytes()
                    for name in ("newspaper.py", "pictures.py", "peer_sites.py"))  # fmt: skip
    return hashlib.sha256(code).hexdigest()[:8]


def _site(paper: Newspaper) -> str:
    return SITE.format(
        title=TITLE, description=DESCRIPTION, address=ADDRESS, zone=ZONE,
        sections="\n".join(f'{each} = "{each.title()}"' for each in SECTIONS),
        cards=str(paper.cards).lower(),
    )  # fmt: skip


def _picture(number: int) -> str:
    return f"images/shapes-{number}.jpg"


def _place(number: int) -> str:
    return f"{_date(number):%Y/%m}/story-{number}"


def _date(number: int) -> datetime:
    """Return when an article was published: thirty a day, none at night, when clocks change."""
    return FIRST + timedelta(days=number // 30, minutes=31 * (number % 30))


def _tags(random: Random) -> tuple[str, ...]:
    wanted = random.randint(2, 5)
    found: dict[str, None] = {}  # and not a set, whose order is another in each process
    while len(found) < wanted:
        found[random.choices(tags(), cum_weights=WEIGHTS)[0]] = None
    return tuple(found)


def _word(random: Random) -> str:
    return "".join(random.choices(SYLLABLES, k=random.randint(1, 3)))


def _sentence(random: Random, words: int) -> str:
    return " ".join(_word(random) for _ in range(words))


def _blocks(random: Random, number: int) -> Iterator[str]:
    """Yield about 800 words in twelve paragraphs, with what news texts have in them."""
    for place in range(12):
        if place in (4, 8):
            yield f"## {_sentence(random, 4).capitalize()}"
        sentences = [f"{_sentence(random, 16).capitalize()}." for _ in range(4 if place else 3)]
        if place % 3 == 1:
            sentences.insert(1, f'"{_sentence(random, 9).capitalize()}," said *{_word(random)}*.')
        if place == 6 and number:
            other = random.randrange(max(0, number - 500), number)
            sentences.append(f"See [{_word(random)}](/{_place(other)}/) -- **{_word(random)}**.")
        yield " ".join(sentences)
    yield f"- {_sentence(random, 6)}\n- {_sentence(random, 6)}\n- {_sentence(random, 6)}"


def main() -> None:
    """Write the newspaper that the command line asks for."""
    parser = argparse.ArgumentParser(description="Write a newspaper to measure with.")
    parser.add_argument("articles", type=int)
    parser.add_argument("folder", type=Path, help="a folder that is not there yet")
    parser.add_argument("--pictures", action="store_true", help="every tenth article has one")
    parser.add_argument("--cards", action="store_true", help="a card is drawn for each article")
    asked = parser.parse_args()
    write_newspaper(asked.folder, Newspaper(asked.articles, asked.pictures, asked.cards))


if __name__ == "__main__":
    main()
