"""The news blocks: what they become, and that a slip in their fences is never published."""

import pytest

from generator.model import Question
from generator.reading.blocks import NAMES, block_faults
from tests.reading.texts import body_of, faults, html_of


def test_key_points_are_a_note_that_reader_modes_keep() -> None:
    assert html_of("/// key-points | What to know\n- a\n- b\n///") == (
        '<div class="key-points" role="note">\n<h2 id="what-to-know">What to know</h2>\n'
        "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n</div>"
    )
    bare = html_of("/// key-points\na\n///")
    assert bare == '<div class="key-points" role="note">\n<p>a</p>\n</div>'


def test_a_pull_quote_is_a_figure() -> None:
    assert html_of('/// pull-quote | A "B" C\nWords.\n///') == (
        '<figure class="pull-quote">\n<blockquote>\n<p>Words.</p>\n</blockquote>\n'
        "<figcaption>A “B” C</figcaption>\n</figure>"
    )  # fmt: skip
    assert "figcaption" not in html_of("/// pull-quote\nWords.\n///")


QUESTIONS = """\
/// questions | Five questions
### Who *called*?

Nobody[^1].

Not even *she*.

### Why?

- One
- Two
///

[^1]: A note.
"""


def test_questions_are_a_section_and_facts() -> None:
    html = html_of(QUESTIONS)
    assert html.startswith(
        '<section class="questions">\n<h2 id="five-questions">Five questions</h2>'
    )
    assert body_of(QUESTIONS).questions == (
        Question("Who called?", "Nobody. Not even she."),
        Question("Why?", "One Two"),
    )


def test_what_only_looks_like_questions_is_none() -> None:
    assert body_of("## A\n\n### B?\n\nC").questions == ()


def test_blocks_stand_in_each_other_with_longer_fences() -> None:
    html = html_of("//// key-points\n/// pull-quote\na\n///\n////")
    assert html.startswith('<div class="key-points" role="note">\n<figure class="pull-quote">')


@pytest.mark.parametrize(
    "text",
    [
        "```\n/// pull-quot\n```",
        "~~~\n///\n~~~",
        "    /// pull-quot",
        "`/// pull-quot`",
        "<!--\n/// pull-quot\n-->",
        "a /// b",
        "https:///example",
        "//// key-points\n/// pull-quote\na\n///\n////",
        "/// pull-quote\na\n///\n\n/// pull-quote\nb\n///",
    ],
)
def test_what_is_no_block_or_a_right_one_is_no_fault(text: str) -> None:
    assert faults(text) == []


EXIST = ", ".join(NAMES)
SLIPS = {
    "/// pull-quot\na\n///": [
        f'10:1: expected one of {EXIST}, got "pull-quot"\n  hint: did you mean "pull-quote"?'],
    "/// keypoints | x\na\n///": [
        f'10:1: expected one of {EXIST}, got "keypoints"\n  hint: did you mean "key-points"?'],
    "/// Pull-Quote\na\n///": [
        f'10:1: expected one of {EXIST}, got "Pull-Quote"\n  hint: did you mean "pull-quote"?'],
    "/// zzz\na\n///": [f'10:1: expected one of {EXIST}, got "zzz"'],
    "a\n\n/// pull-quote\nb": [
        '12:1: expected "///" to close the block pull-quote, got none\n  hint: add ///'],
    "//// key-points\n/// pull-quote\na\n////": [
        "13:1: expected a block to close here, got none of this length",
        '10:1: expected "////" to close the block key-points, got none\n  hint: add ////',
        '11:1: expected "///" to close the block pull-quote, got none\n  hint: add ///'],
    "a\n///": ["11:1: expected a block to close here, got none of this length"],
    "/// pull-quote\na\n////": [
        "12:1: expected a block to close here, got none of this length",
        '10:1: expected "///" to close the block pull-quote, got none\n  hint: add ///'],
    "```\n\n/// pull-quot\na\n///": [
        f'12:1: expected one of {EXIST}, got "pull-quot"\n  hint: did you mean "pull-quote"?'],
    "```\n/// x\n```\n\n/// pull-quot\na\n///": [
        f'14:1: expected one of {EXIST}, got "pull-quot"\n  hint: did you mean "pull-quote"?'],
}  # fmt: skip


@pytest.mark.parametrize("text", SLIPS)
def test_a_slip_in_a_blocks_fence_is_told_with_its_line(text: str) -> None:
    assert sorted(faults(text, 10)) == sorted(SLIPS[text])


@pytest.mark.parametrize("options", ["attrs: {class: x}", "a: &a [*a]", "b: " + "[" * 2_000])
def test_an_indented_line_in_a_block_is_code_and_no_yaml(options: str) -> None:
    html = html_of(f"/// key-points\n    {options}\n\na\n///")
    assert html.startswith(
        f'<div class="key-points" role="note">\n<pre><code>{options.replace("&", "&amp;")}'
    )


def test_a_gallery_without_a_picture_is_told() -> None:
    assert list(block_faults("A\n\n/// gallery | Sea\nNothing.\n///")) == [
        (3, "expected pictures in the gallery, got none", "![What it shows](a.jpg)")
    ]
    assert list(block_faults("/// gallery\n![a](a.jpg)\n///")) == []
