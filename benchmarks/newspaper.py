"""A newspaper of any size, for measuring: the same articles each time, whatever the machine.

    python -m benchmarks.newspaper 10000 /tmp/newspaper

Articles have about 800 words, 40 bylines, 200 tags and 8 sections, and links to one another.
"""

import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

SECTIONS = ("world", "nation", "business", "science", "culture", "sport", "opinion", "local")
AUTHORS, TAGS = 40, 200
FIRST = datetime(2016, 1, 4, 6)  # noqa: DTZ001 - as front matter says it
SYLLABLES = ("ba", "co", "du", "fe", "gri", "ha", "jo", "ka", "lu", "mi", "no", "par", "qui", "ro",
             "sta", "tor", "un", "ve", "wa", "ze")  # fmt: skip
SITE = """\
title = "The Courier"
description = "A newspaper of made-up words, to measure with."
base_url = "https://courier.example"
language = "en"
time_zone = "America/New_York"

[sections]
{sections}
"""
ARTICLE = """\
---
title: {title}
author: {author}
date: {date:%Y-%m-%d %H:%M}
section: {section}
tags: [{tags}]
summary: {summary}
---

{body}
"""


def write_newspaper(folder: Path, articles: int) -> None:
    """Write a site of so many articles into a folder that is not there yet."""
    (folder / "content" / "authors").mkdir(parents=True)
    sections = "\n".join(f'{each} = "{each.title()}"' for each in SECTIONS)
    (folder / "site.toml").write_text(SITE.format(sections=sections), encoding="utf-8")
    for name in _names():
        text = f"---\nname: {name}\nrole: Reporter\n---\n\n{name} writes for the paper.\n"
        file = folder / "content" / "authors" / f"{name.lower().replace(' ', '-')}.md"
        file.write_text(text, encoding="utf-8")
    for number in range(articles):
        file = folder / source_of(number)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(article(number), encoding="utf-8")


def source_of(number: int) -> str:
    """Return the path of an article, counted from the oldest."""
    date = _date(number)
    return f"content/articles/{date:%Y}/{date:%m}/story-{number}.md"


def article(number: int) -> str:
    """Return an article as its file has it."""
    random = Random(number)
    tags = sorted({f"tag {random.randrange(TAGS)}" for _ in range(random.randint(1, 4))})
    return ARTICLE.format(
        title=f"{_sentence(random, 7).capitalize()} {number}",
        author=_names()[random.randrange(AUTHORS)],
        date=_date(number),
        section=SECTIONS[random.randrange(len(SECTIONS))],
        tags=", ".join(tags),
        summary=f"{_sentence(random, 18).capitalize()}.",
        body="\n\n".join(_blocks(random, number)),
    )


def _date(number: int) -> datetime:
    """Return when an article was published: thirty a day, none at night, when clocks change."""
    return FIRST + timedelta(days=number // 30, minutes=31 * (number % 30))


def _names() -> list[str]:
    random = Random("names")
    return [f"{_word(random).capitalize()} {_word(random).capitalize()}-{n}"
            for n in range(AUTHORS)]  # fmt: skip


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
            sentences.append(f"See [{_word(random)}](/{_address(other)}/) -- **{_word(random)}**.")
        yield " ".join(sentences)
    yield f"- {_sentence(random, 6)}\n- {_sentence(random, 6)}\n- {_sentence(random, 6)}"


def _address(number: int) -> str:
    return f"{_date(number):%Y/%m}/story-{number}"


if __name__ == "__main__":
    write_newspaper(Path(sys.argv[2]), int(sys.argv[1]))
