"""Quotation marks that lack their other half: told where it is certain, in any language."""

import pytest

from generator.reading.quotations import lacks_a_mark
from tests.reading.texts import body_of

WHOLE = {
    "straight marks": 'She said "yes" and "no."',
    "English": "She said “yes” and “no.”",
    "German": "Er sagte „ja“ und „nein“.",
    "German with a straight end": 'Er sagte „ja" und „nein".',
    "German and Danish, turned": "Er sagte »ja« und »nein«.",
    "Swedish and Finnish": "Hon sade ”ja” och »nej».",
    "Polish": "Powiedział „tak”.",
    "French": "Il a dit « oui » et « non ».",
    "Spanish": "Dijo «sí, «“claro” es»» la palabra.",
    "Japanese": "「はい」と言った。『本』",
    "quotations in a quotation": "“He said ‘I won’t,’” she said.",
    "apostrophes": "It's the '90s, and the girls' team can't lose: rock ’n’ roll.",
    "one single mark": "The ‘quote that is never closed.",
    "inches": 'A 6" pipe.',
    "inches in a quotation": '"The 6" pipe burst," he said.',
    "feet and inches": "He is 5'10\" tall.",
    "an arrow": "[Next »](https://example.com/)",
    "an arrow back": "» [More](https://example.com/)",
    "code": "Type `“` and wait.",
    "fenced code": "```\nprint(“\n```",
    "raw HTML": '<p>A " in raw HTML</p>',
    "an address with a title": '[x](https://example.com/ "A title") and ![y](z.png "w")',
    "an attribute": 'Some <span title="one “mark">words</span>.',
    "emphasis": '"**No**," she said, "*never*."',
    "a link": '"[Never](https://example.com/)," she said.',
    "dots": '"...and so it goes," she said.',
    "a quotation of three paragraphs": '"One.\n\n"Two.\n\n"Three," she said.',
    "one that is typeset": "“One.\n\n“Two.\n\n“Three,” she said.",
    "one in French": "« Un.\n\n« Deux.\n\n« Trois », dit-elle.",
    "one in Spanish": "«Uno.\n\n»Dos.\n\n»Tres», dijo.",
    "one in German": "„Eins.\n\n„Zwei.\n\n„Drei“, sagte sie.",
    "one with a dash": "— «Uno.\n\n— «Dos».",
    "one with a picture in it": '"One.\n\n![x](x.png)\n\n"Two," she said.',
    "one with a pull quote in it": '"One.\n\n/// pull-quote\nTwo.\n///\n\n"Two," she said.',
    "one that opens once": '"One.\n\nTwo," she said.',
    "a list": 'She named "three things:\n\n- one\n- two\n- three."',
    "a block quotation": '> "One.\n>\n> "Two."',
    "a table": '| a |\n| --- |\n| 5" |\n| " |',
    "ditto marks": 'Ten pounds of flour\n" of sugar',
}  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
def test_what_is_whole_is_let_be(name: str) -> None:
    assert body_of(WHOLE[name]).unpaired == ()


BROKEN = {
    "no end": 'She said "yes and went.',
    "no start": 'She said yes" and went.',
    "typeset": "She said “yes and went.",
    "a third mark": '"Yes," she said, "and no.',
    "emphasis": '"**No**, she said.',
    "German": "Er sagte „ja.",
    "French": "Il a dit « oui.",
    "Spanish": "Dijo «sí.",
    "Japanese": "「はいと言った。",
    "a heading": '## The "call\n\nText.',
    "a list": '- "One\n- Two',
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_lacks_a_mark_is_told(name: str) -> None:
    assert len(body_of(BROKEN[name]).unpaired) == 1


def test_it_is_told_with_its_paragraph_and_place() -> None:
    text = (
        'First.\n\n"Yes," she said.\n\nThen [he](https://example.com/) said "no, and went.\n\nEnd.'
    )
    (found,) = body_of(text, first_line=10).unpaired
    assert found.text == "Then he said “no, and went."
    assert (found.line, found.column) == (14, 1)


def test_a_quotation_that_goes_on_and_is_never_closed_is_told_once() -> None:
    (found,) = body_of('"One.\n\n"Two.\n\n"Three.\n\nShe left.').unpaired
    assert found.text == "“Three."


def test_each_paragraph_is_told_once_even_where_it_lacks_two_kinds() -> None:
    (found,) = body_of("“One «two.\n\nThree.").unpaired
    assert found.text == "“One «two."


@pytest.mark.parametrize("line", ["The “call”", "It’s 6” wide", "Call", "", "«Sí», dijo “no”"])
def test_a_line_with_pairs_is_let_be(line: str) -> None:
    assert not lacks_a_mark(line)


@pytest.mark.parametrize("line", ["The “call", "The call”", "«Sí, dijo", "„Ja“ und „nein"])
def test_a_line_that_lacks_a_mark_is_told(line: str) -> None:
    assert lacks_a_mark(line)
