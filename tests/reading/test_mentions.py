"""What a text says of itself for checks: where it starts, and which other sites it leads to."""

import pytest

from tests.reading.texts import body_of

OUT = "https://example.com/a"
ADDRESSES = {
    "a link": f"See [it]({OUT}).",
    "a link with a title": f'See [it]({OUT} "Title").',
    "a link in angles": f"See [it](<{OUT}>).",
    "a link by name": f"See [it][1].\n\n[1]: {OUT}",
    "an address": f"See <{OUT}>.",
    "raw HTML": f'See <a href="{OUT}">it</a>.',
}


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_link_to_another_site_is_a_fact(name: str) -> None:
    text = ADDRESSES[name]
    (found,) = body_of("Text.\n\n" + text, first_line=5).addresses
    before = text.partition(OUT)[0]
    line = 7 + before.count("\n")
    column = len(before) - before.rfind("\n")
    assert (found.text, found.line, found.column) == (OUT, line, column)


def test_each_occurrence_has_its_own_place() -> None:
    found = body_of(f"[a]({OUT})\n\n[b]({OUT}) and [c](http://example.com)").addresses
    assert [(each.text, each.line) for each in found] == [
        (OUT, 1),
        (OUT, 3),
        ("http://example.com", 3),
    ]


@pytest.mark.parametrize(
    "text", ["[a](b.md)", "[a](mailto:a@example.com)", "[a](#b)\n\n## B", "[a](tel:+1)", f"`{OUT}`"]
)
def test_other_links_and_code_are_not(text: str) -> None:
    assert body_of(text).addresses == ()


STARTS = {
    "at once": ("Text that starts.", (10, 1)),
    "behind key points": ("/// key-points\n- The call.\n///\n\nThe call came late.", (14, 1)),
    "behind a picture": ("![The call](a.png)\n\nThe call came.", (12, 1)),
    "behind a mark": ('"The call came," she said.', (10, 2)),
    "with a link": ("[The call](b.md) came late.", (10, 2)),
    "with dashes": ("The call -- it's late -- came.", (10, 1)),
    "of nothing": ("", (10, 1)),
}


@pytest.mark.parametrize("name", STARTS)
def test_the_first_paragraph_has_a_place(name: str) -> None:
    text, place = STARTS[name]
    assert body_of(text, first_line=10).start == place
