"""The swift processors change no byte, try few patterns, and stand back from unknown versions."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.blockprocessors import HashHeaderProcessor, HRProcessor, ReferenceProcessor
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.extensions.tables import TableProcessor
from markdown.preprocessors import HtmlBlockPreprocessor
from markdown.treeprocessors import InlineProcessor
from markdown.util import Registry

from generator.reading import markup, swift

ROOT = Path(__file__).parent.parent.parent
SOURCES = sorted(
    path
    for folder in (ROOT / "content", ROOT / "tests" / "sites", ROOT / "docs")
    for path in folder.rglob("*.md")
)

CONSTRUCTS = {
    "raw HTML": "<div>\n*a*\n</div>\n\nb <b>c</b> <img src='x' alt=\"y\"> < d\n\n<hr>\ne\n\n<div>",
    "unfinished HTML": "a <b\n\n</i> <\n\n<?php x ?> <![CDATA[y]]>\n\n<script>z",
    "comments": "<!-- a -->\n\nb <!-- c --> d\n\n<!-- e\n\nf -->\n\n<!-- g",
    "links": 'a [b](c.md) [d](<e f> "g") [h]( i \'j\' ) [k [l]](m) [n](o(p)) [q](',
    "images": '![a](b.jpg "c")\n\nd ![e][f] ![f] ![g\n\n[f]: h.jpg',
    "reference links": '[a][b] [B][] [b] [c][d]\n\n[b]: /e "f"\n[g]: <h>\n    (i)\ntext\n[j]: k',
    "abbreviations": "The UN and *UN* and [UN](a)\n\n*[UN]: United Nations\n*[EU] :\n    Union\nb",
    "abbreviations taken back": '*[UN]: United\n\nUN\n\n*[UN]: ""',
    "definition lists": "a\nb\n:   c\n    d\n\n:   e\n\n    f\n\ng\n\n:   h\n\n: i",
    "fenced code": '```python\n*a* < "b"\n```\n\n~~~ { .c #d e="f" }\ng\n~~~\n\n```\nh\n\n`i`',
    "indented code": '    *a* < & "b" --\n\n\n    c\n\nd `e` ``f ` g`` `h \\` i`',
    "footnotes": "a[^1] b[^1] ![^2] [^3]\n\n[^1]: c *d*\n\n    e\n[^2]: f\n[^long name]: g\ng2",
    "placed footnotes": "a[^1]\n\n///Footnotes Go Here///\n\n[^1]: b",
    "tables": "| a | *b* |\n|:--|--:|\n| c \\| d | `e|f` |\n\na|b\n-|-\n\n|g|\n|-|\n|h|\n\ni|j",
    "attributes": "# a {#b .c}\n\nd\n{: .e f=g }\n\n*h*{.i} [j](k){: l='m' } \\{n}\n\n- o\n{: .p}",
    "nested lists": "- a\n    - b\n\n        c\n    1. d\n\n- e\n\n3. f\n4. g\n* h\n+ i\n\n\n    j",
    "headings": "# a #\nb\n## *c* \\#\nd\n===\n\ne\n---\n\nf\n--- x\n\n####### g\n\n[TOC]",
    "rules": "---\n\n- - -\n\n***\n\na\n___\nb\n\n_ _ _ c\n\n--",
    "quotations": "> a\nb\n> > c\n\n>d\n\ne\n> f\n\n> - g\n> h > i",
    "autolinks": "<https://a.b/?c=d&e> <f@g.hi> <mailto:j@k.lm> <n:o> p@q.rs https://t.uv <w@x",
    "entities": "&copy; &#169; &#xa9; &amp; & &x &; AT&T &amp;copy;",
    "escapes": "\\* \\_ \\` \\\\ \\[a](b) \\\" \\' \\| \\/ \\a \\< \\& \\\\`c` \\- \\.",
    "quotation marks": "\"a\" 'b' \"'c' d\" '\"e\" f' g's h' '80s (\"i\") [\"j\"] \"k\", --\"l\"",
    "quotation marks at the ends": "\"a\n'b\nc\"\nd'\n\"\n\n'\n\n\"'e'\"\n\n'\".\"'",
    "quotation marks after marks": "\". a\n\n'. b\n\nc—\"d\" e–'f' g--\"h x'\"i x\"'j",
    "quotation marks and emphasis": "*\"a\"* \"*b*\" '*c*'s **'** _\"_ d*'e'*",
    "dashes and dots": "a--b a---b a----b -- --- ... .... . . . a...b -\n--c",
    "hard line breaks": "a  \nb   \n  c\\\nd  \n\ne  ",
    "emphasis": "*a* **b** ***c*** _d_ __e__ ___f___ *g **h** i* **j *k* l** m*n*o p_q_r * s *",
    "underscores alone": "_a_ __b__ ___c___ d_e_f __g _h_",
    "emphasis that crosses": "*a _b* c_ **d *e** f* ***g** h* [*i](j)* `*k`* <b>*l</b>*",
    "news blocks": '/// key-points | "A" *b*\n\n- c -- d\n\n///\n\n/// pull-quote\n"e"\n///\n\n///',
    "marks of the library's own": "\x02klzzwxh:0000\x03 wzxhzdk:0 \x02amp\x03 `a` <b>",
    "other line ends": "a\r\n# b\r\rc\x0cd\u2028e\tf",
    "other scripts": '„a“ «b» пример *в* "г" 例え、*だ*。 पीएम ‘ने’ 🙂--🙂',
}  # fmt: skip

# Triggers, whole and in part, and what stands between them.
# No news block is opened: opened in a list and again, pymdown-extensions may never end.
FRAGMENTS = (
    *"`\\[]()<>@&*_\"'{}|:#-=+.!/~^ \n\ta1;",
    *("``", "```\n", "~~~\n", "![", "](/a)", "][", "[x]", "[x]: /u\n", "[^1]", "[^1]: "),
    *("*[UN]: U\n", "UN", "<b>", "</b>", "<div>\n", "</div>\n", "<!--", "-->", "<https://e.co>"),
    *("<a@b.co>", "&amp;", "**", "***", "__", "--", "---\n", "...", "\"'", "'\"", "'80s", "it's"),
    *("  \n", "\n\n", "\n\n    ", "\n- ", "\n1. ", "\n> ", "\n# ", "\n===\n", "\n---\n", "\n:   "),
    *("a|b\n-|-\n", "{.a}", "{: #b }", "\n///\n", "\x02", "\x03"),
    *("word ", "said ", "“", "é"),
)  # fmt: skip
DOCUMENTS = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join)

PARAGRAPH = "The council met in the town hall and decided, after two hours, to mend the bridge.\n\n"


@pytest.fixture(scope="module")
def stock() -> Markdown:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(swift, "PROVEN", ())
        return made()


@pytest.fixture(scope="module")
def quick() -> Markdown:
    return made()


def made() -> Markdown:
    return markup._converter.__wrapped__()


def result(converter: Markdown, text: str) -> tuple[str, Any]:
    """All that reading takes from a converter."""
    converter.reset()
    html = converter.convert(text)
    return html, getattr(converter, "toc_tokens", None)


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_no_construct_is_converted_otherwise(stock: Markdown, quick: Markdown, name: str) -> None:
    text = CONSTRUCTS[name]
    assert result(quick, text) == result(stock, text)


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_no_construct_is_converted_otherwise_line_by_line(
    stock: Markdown, quick: Markdown, name: str
) -> None:
    """What a construct needs may be missing: each start and each end of it is a text as well."""
    lines = CONSTRUCTS[name].split("\n")
    for place in range(len(lines)):
        for text in ("\n".join(lines[:place]), "\n".join(lines[place:])):
            assert result(quick, text) == result(stock, text)


def test_no_two_constructs_are_converted_otherwise_together(
    stock: Markdown, quick: Markdown
) -> None:
    for first in CONSTRUCTS.values():
        text = "\n\n".join(f"{first}\n{second}" for second in CONSTRUCTS.values())
        assert result(quick, text) == result(stock, text)


def test_no_text_of_the_sites_is_converted_otherwise(stock: Markdown, quick: Markdown) -> None:
    assert len(SOURCES) > 20
    for path in SOURCES:
        text = path.read_bytes().decode("utf-8", "replace")
        for part in (text, text.partition("\n---\n")[2]):
            assert result(quick, part) == result(stock, part), path


@settings(max_examples=3000)
@given(text=DOCUMENTS)
def test_no_random_text_is_converted_otherwise(stock: Markdown, quick: Markdown, text: str) -> None:
    assert result(quick, text) == result(stock, text)


@settings(max_examples=300)
@given(texts=st.lists(DOCUMENTS, min_size=2, max_size=4))
def test_one_text_leaves_nothing_behind_for_the_next(quick: Markdown, texts: list[str]) -> None:
    """The converter has read hundreds of texts; a new one says what the last of these must be."""
    for text in texts[:-1]:
        result(quick, text)
    assert result(quick, texts[-1])[0] == made().convert(texts[-1])


@pytest.mark.parametrize("levels", [50, 200, 400])
def test_nesting_ends_where_it_did(stock: Markdown, quick: Markdown, levels: int) -> None:
    """The library stops before Python's stack ends, and counts the frames to see that."""
    text = ">" * levels + ' *a* "b"'
    assert result(quick, text) == result(stock, text)


def test_plain_words_are_tried_on_no_pattern(
    stock: Markdown, quick: Markdown, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = PARAGRAPH * 20
    assert patterns_tried(quick, text, monkeypatch) == 0
    assert patterns_tried(stock, text, monkeypatch) > 600


def test_few_patterns_are_tried_on_a_news_text(
    quick: Markdown, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A quotation takes a try for each kind of double mark, and two for the marks found."""
    quotation = '"We *shall* mend it," said the mayor -- and [so they did](b.md).\n\n'
    text = PARAGRAPH * 20 + quotation
    assert patterns_tried(quick, text, monkeypatch) < 40


def test_plain_words_reach_no_costly_part_of_the_library(
    quick: Markdown, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: tuple[type, ...] = (HtmlBlockPreprocessor, FencedBlockPreprocessor, ReferenceProcessor,
                              FootnoteBlockProcessor, AttrListTreeprocessor)  # fmt: skip
    tests: tuple[type, ...] = (HashHeaderProcessor, HRProcessor, TableProcessor)
    for kind in runs:
        monkeypatch.setattr(kind, "run", unwanted)
    for kind in tests:
        monkeypatch.setattr(kind, "test", unwanted)
    assert result(quick, PARAGRAPH * 3)[0].count("<p>") == 3


def test_every_pattern_of_the_converter_has_its_literal(quick: Markdown) -> None:
    for name in ("inline", "smarty"):
        processor = quick.treeprocessors[name]
        assert isinstance(processor, InlineProcessor)
        patterns: Registry[Any] = processor.inlinePatterns
        sources = {each.getCompiledRegExp().pattern for each in patterns}
        assert sources - swift._LITERALS.keys() == set()


def test_processors_keep_their_order(stock: Markdown, quick: Markdown) -> None:
    def order(registry: Registry[Any]) -> list[Any]:
        return list(registry) and registry._priority  # type: ignore[attr-defined]

    assert order(quick.preprocessors) == order(stock.preprocessors)
    assert order(quick.parser.blockprocessors) == order(stock.parser.blockprocessors)
    assert order(quick.treeprocessors) == order(stock.treeprocessors)


def test_the_installed_version_is_proven(quick: Markdown) -> None:
    assert {"_Inline", "_RawHtml", "_Quote"} <= kinds(quick)


def test_an_unproven_version_works_as_it_was_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swift, "__version__", "99.0")
    assert not [kind for kind in kinds(made()) if hasattr(swift, kind) and kind.startswith("_")]
    assert made().convert("*a*") == "<p><em>a</em></p>"


def test_what_an_extension_has_replaced_is_left_to_it() -> None:
    class Header(HashHeaderProcessor):
        pass

    converter = Markdown()
    converter.parser.blockprocessors.register(Header(converter.parser), "hashheader", 70)
    swift.Swift().extendMarkdown(converter)
    assert type(converter.parser.blockprocessors["hashheader"]) is Header
    assert "table" not in converter.parser.blockprocessors
    assert converter.convert("# *a*") == "<h1><em>a</em></h1>"


def patterns_tried(converter: Markdown, text: str, monkeypatch: pytest.MonkeyPatch) -> int:
    tried = []
    apply = getattr(InlineProcessor, swift._APPLY)

    def counted(self: InlineProcessor, pattern: object, *others: object) -> object:
        tried.append(pattern)
        return apply(self, pattern, *others)

    with monkeypatch.context() as patch:
        patch.setattr(InlineProcessor, swift._APPLY, counted)
        result(converter, text)
    return len(tried)


def unwanted(*_: object) -> None:
    pytest.fail("the library was asked, though there is nothing for it")


def kinds(converter: Markdown) -> set[str]:
    registries: tuple[Registry[Any], ...] = (
        converter.preprocessors, converter.parser.blockprocessors, converter.treeprocessors,
    )  # fmt: skip
    return {type(each).__name__ for registry in registries for each in registry}
