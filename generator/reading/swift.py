"""Python-Markdown at a third of its cost: what cannot match is not tried.

A news text is mostly plain words, and Python-Markdown tries every rule on every piece of it. Each
rule needs some literal, such as a backtick, so a look for the literal comes first. All that then
happens is the library's own work, and the output is the same to the byte, as the tests hold.

What is overridden is partly the library's inside. So it is done for versions that were proven, and
any other works as it was made.
"""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, TypeVar, cast

from markdown import Markdown, __version__, inlinepatterns
from markdown.blockprocessors import (
    BlockProcessor,
    BlockQuoteProcessor,
    HashHeaderProcessor,
    HRProcessor,
    ReferenceProcessor,
    SetextHeaderProcessor,
)
from markdown.extensions import Extension, smarty
from markdown.extensions.abbr import AbbrBlockprocessor
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.def_list import DefListProcessor
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.extensions.tables import TableProcessor
from markdown.preprocessors import HtmlBlockPreprocessor
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor
from markdown.util import STX, AtomicString, Registry, nearing_recursion_limit

PROVEN = ("3.11.3",)  # to add one: install it, run the tests, see that they count as few patterns

# By the source of a regular expression: what a text must hold for it to match, one of the two. A
# library that changes an expression loses its line here, and the expression is tried on every text.
_LITERALS: Mapping[str, tuple[str, str]] = {
    source: (literals[0], literals[-1])
    for source, *literals in (
        (inlinepatterns.BACKTICK_RE, "`"),
        (inlinepatterns.ESCAPE_RE, "\\"),
        (r"\[\^([^\]]*)\]", "[^"),  # a footnote
        (inlinepatterns.LINK_RE, "["),
        (inlinepatterns.REFERENCE_RE, "["),
        (inlinepatterns.IMAGE_LINK_RE, "!["),
        (inlinepatterns.IMAGE_REFERENCE_RE, "!["),
        (inlinepatterns.AUTOLINK_RE, "<"),
        (inlinepatterns.AUTOMAIL_RE, "<"),
        (inlinepatterns.LINE_BREAK_RE, "  \n"),
        (inlinepatterns.HTML_RE, "<"),
        (inlinepatterns.ENTITY_RE, "&"),
        (r"\*|_", "*", "_"),  # emphasis
        (r"(?<!-)---(?!-)", "---"),
        (r"(?<!-)--(?!-)", "--"),
        (r"(?<!\.)\.{3}(?!\.)", "..."),
        (smarty.singleQuoteStartRe, "'"),
        (smarty.doubleQuoteStartRe, '"'),
        (smarty.doubleQuoteSetsRe, "\"'"),
        (smarty.singleQuoteSetsRe, "'\""),
        (smarty.doubleQuoteSetsRe2, "'\""),
        (smarty.singleQuoteSetsRe2, "\"'"),
        (smarty.decadeAbbrRe, "'"),
        (smarty.openingSingleQuotesRegex, "'"),
        (smarty.closingSingleQuotesRegex, "'"),
        (smarty.closingSingleQuotesRegex2, "'"),
        (smarty.remainingSingleQuotesRegex, "'"),
        (smarty.openingDoubleQuotesRegex, '"'),
        (smarty.closingDoubleQuotesRegex, '"'),
        (smarty.closingDoubleQuotesRegex2, '"'),
        (smarty.remainingDoubleQuotesRegex, '"'),
    )
}
_ANY = ("", "")  # in every text
_APPLY = "_InlineProcessor__applyPattern"  # the library's private method, unknown to the types

T = TypeVar("T")


class Swift(Extension):
    """Puts swifter processors in place of Python-Markdown's own. Comes last of all extensions."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Register each under its name and priority, if this version of the library is proven."""
        if __version__ in PROVEN:
            _register_for_lines(md)
            _register_for_blocks(md)
            _register_for_trees(md)


def _register_for_lines(md: Markdown) -> None:
    lines = md.preprocessors
    if _stock(lines, "html_block", HtmlBlockPreprocessor):
        lines.register(_RawHtml(md), "html_block", 20)
    if fenced := _stock(lines, "fenced_code_block", FencedBlockPreprocessor):
        lines.register(_FencedCode(md, vars(fenced)["config"]), "fenced_code_block", 25)


def _register_for_blocks(md: Markdown) -> None:
    blocks = md.parser.blockprocessors
    for name, priority, stock, ours in _BLOCKS:
        if _stock(blocks, name, stock):
            blocks.register(ours(md.parser), name, priority)
    if table := _stock(blocks, "table", TableProcessor):
        blocks.register(_Table(md.parser, vars(table)["config"]), "table", 75)
    if footnote := _stock(blocks, "footnote", FootnoteBlockProcessor):
        blocks.register(_Footnote(footnote.footnotes), "footnote", 17)
    if abbreviation := _stock(blocks, "abbr", AbbrBlockprocessor):
        blocks.register(_Abbreviation(md.parser, abbreviation.abbrs), "abbr", 16)


def _register_for_trees(md: Markdown) -> None:
    trees = md.treeprocessors
    for name, priority in (("inline", 20), ("smarty", 6)):
        if stock := _stock(trees, name, InlineProcessor):
            trees.register(_Inline(md, stock), name, priority)
    if _stock(trees, "attr_list", AttrListTreeprocessor):
        trees.register(_AttributeList(md), "attr_list", 8)
    if _stock(trees, "unescape", UnescapeTreeprocessor):
        trees.register(_Unescape(md), "unescape", 0)


def _stock(registry: Registry[Any], name: str, kind: type[T]) -> T | None:
    """Return the library's own processor; what somebody else registered is left alone."""
    if name in registry and type(registry[name]) is kind:
        return cast("T", registry[name])
    return None


class _RawHtml(HtmlBlockPreprocessor):
    def run(self, lines: list[str]) -> list[str]:
        """Parse HTML where some may be. Without a tag or an entity the parser returns its input."""
        source = "\n".join(lines)
        return super().run(lines) if "<" in source or "&" in source else source.split("\n")


class _FencedCode(FencedBlockPreprocessor):
    def run(self, lines: list[str]) -> list[str]:
        """Look for fenced code where there is a fence."""
        source = "\n".join(lines)
        return super().run(lines) if "```" in source or "~~~" in source else source.split("\n")


class _LooksFirst(BlockProcessor):
    """Tests a block only if it holds what all such blocks hold.

    Some processors look in `run` and return False there, which has the same effect as here.
    """

    literals: ClassVar[tuple[str, ...]]

    def test(self, parent: ET.Element, block: str) -> bool:
        return any(each in block for each in self.literals) and super().test(parent, block)


class _HashHeader(_LooksFirst, HashHeaderProcessor):
    literals = ("#",)


class _SetextHeader(_LooksFirst, SetextHeaderProcessor):
    literals = ("\n=", "\n-")


class _Rule(_LooksFirst, HRProcessor):
    literals = ("-", "_", "*")


class _Table(_LooksFirst, TableProcessor):
    literals = ("|",)


class _DefinitionList(_LooksFirst, DefListProcessor):
    literals = (": ",)


class _Footnote(_LooksFirst, FootnoteBlockProcessor):
    literals = ("[^",)


class _Abbreviation(_LooksFirst, AbbrBlockprocessor):
    literals = ("*[",)


class _Reference(_LooksFirst, ReferenceProcessor):
    literals = ("]:",)


class _Quote(BlockQuoteProcessor):
    def test(self, parent: ET.Element, block: str) -> bool:  # noqa: ARG002 - the library's name
        """Test as the library does. Its limit counts frames, so there must be no more of them."""
        return ">" in block and bool(self.RE.search(block)) and not nearing_recursion_limit()


_BLOCKS: tuple[tuple[str, float, type[BlockProcessor], type[BlockProcessor]], ...] = (
    ("hashheader", 70, HashHeaderProcessor, _HashHeader),
    ("setextheader", 60, SetextHeaderProcessor, _SetextHeader),
    ("hr", 50, HRProcessor, _Rule),
    ("deflist", 25, DefListProcessor, _DefinitionList),
    ("quote", 20, BlockQuoteProcessor, _Quote),
    ("reference", 15, ReferenceProcessor, _Reference),
)


class _Inline(InlineProcessor):
    """Applies the patterns whose literals a text has."""

    def __init__(self, md: Markdown, stock: InlineProcessor) -> None:
        super().__init__(md)
        self.inlinePatterns = stock.inlinePatterns

    def run(self, tree: ET.Element, ancestors: list[str] | None = None) -> ET.Element:
        """Read the list of patterns once; the registry sorts and looks up at each access."""
        patterns: Iterable[Any] = self.inlinePatterns  # which the types get wrong
        sources = [(each, each.getCompiledRegExp().pattern) for each in patterns]
        self._patterns = [(each, *_LITERALS.get(source, _ANY)) for each, source in sources]
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, index: int = 0) -> str:  # noqa: N802
        """Do as the method of this name does, without patterns that cannot match.

        The text is looked at anew before each pattern, since those before may have changed it. A
        pattern that does not match leaves the text as it is and the next one to start at 0.
        """
        if isinstance(data, AtomicString):
            return data
        apply: Callable[..., tuple[str, bool, int]] = getattr(self, _APPLY)
        start = 0
        for place, (pattern, one, other) in enumerate(self._patterns[index:], index):
            matched = one in data or other in data
            while matched:
                data, matched, start = apply(pattern, data, place, start)
        return data


class _AttributeList(AttrListTreeprocessor):
    def run(self, doc: ET.Element) -> None:
        """Look for lists of attributes where some text has a brace."""
        if any("{" in (each.text or "") or "{" in (each.tail or "") for each in doc.iter()):
            super().run(doc)


class _Unescape(UnescapeTreeprocessor):
    def unescape(self, text: str) -> str:
        """Replace what the library's mark begins."""
        return super().unescape(text) if STX in text else text
