"""Markdown to HTML and facts: each extension, the outline, references and their places."""

import gc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.fields import Notes
from generator.model import Heading, RefKind
from generator.pictures import Words
from generator.reading import markup
from generator.reading.markup import read_markup
from generator.reading.plain_text import plain
from tests.reading.texts import body_of, convert, faults, html_of

LINK, PICTURE = RefKind.LINK, RefKind.PICTURE

CONVERSIONS = {
    "emphasis": ("*a* **b** ***c***", ("<p><em>a</em> <strong>b</strong>"
                 " <strong><em>c</em></strong></p>")),
    "a line break": ("a  \nb", "<p>a<br>\nb</p>"),
    "quotation": ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
    "lists": ("- a\n- b\n    - c", "<ul>\n<li>a</li>\n<li>b<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>"),
    "two kinds of list": ("- a\n\n1. b", "<ul>\n<li>a</li>\n</ul>\n<ol>\n<li>b</li>\n</ol>"),
    "a numbered list": ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
    "a rule": ("a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
    "code": ("`a < b`", "<p><code>a &lt; b</code></p>"),
    "fenced code": ("```python\na < b\n```",
                    '<pre><code class="language-python">a &lt; b\n</code></pre>'),
    "indented code": ("    a < b", "<pre><code>a &lt; b\n</code></pre>"),
    "a heading": ("## The call", '<h2 id="the-call">The call</h2>'),
    "a heading with an id": ("## The call {: #call .big }",
                             '<h2 class="big" id="call">The call</h2>'),
    "two headings of one text": ("## A\n\n## A", '<h2 id="a">A</h2>\n<h2 id="a_1">A</h2>'),
    "a heading without letters": ("## 👍", '<h2 id="part">👍</h2>'),
    "a heading of another script": ("## पीएम ने", '<h2 id="पीएम-ने">पीएम ने</h2>'),
    "a definition list": ("a\n:   b", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>"),
    "an abbreviation": ("The UN\n\n*[UN]: United Nations",
                        '<p>The <abbr title="United Nations">UN</abbr></p>'),
    "quotation marks": ("\"It's 'so'...\" -- he --- she",
                        "<p>“It’s ‘so’…” – he — she</p>"),
    "quotation marks in code": ('`"a"`', '<p><code>"a"</code></p>'),
    "a web address": ("<https://example.com/?a=b&c=d>",
                      ('<p><a href="https://example.com/?a=b&amp;c=d">'
                      "https://example.com/?a=b&amp;c=d</a></p>")),
    "raw HTML": ('<aside class="x"><kbd>a</kbd></aside>',
                 '<aside class="x"><kbd>a</kbd></aside>'),
    "a comment": ("a <!-- b --> c", "<p>a  c</p>"),
    "braces": ("{{ 7 * 7 }} {% x %}", "<p>{{ 7 * 7 }} {% x %}</p>"),
    "a character reference": ("&copy; &#169; &amp;", "<p>© © &amp;</p>"),
    "nothing": ("", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", CONVERSIONS)
def test_markdown_becomes_html(name: str) -> None:
    text, html = CONVERSIONS[name]
    assert html_of(text) == html


def test_a_table_is_aligned_by_classes_in_a_box_that_scrolls() -> None:
    assert html_of("a | b | c | d\n:-|:-:|-:|-\n1 | 2 | 3 | 4") == (
        '<div aria-label="word:table" class="table" role="region" tabindex="0">'
        "<table>\n<thead>\n<tr>\n"
        '<th class="align-left">a</th>\n<th class="align-center">b</th>\n'
        '<th class="align-right">c</th>\n<th>d</th>\n'
        "</tr>\n</thead>\n<tbody>\n<tr>\n"
        '<td class="align-left">1</td>\n<td class="align-center">2</td>\n'
        '<td class="align-right">3</td>\n<td>4</td>\n'
        "</tr>\n</tbody>\n</table></div>"
    )


def test_a_footnote_leads_there_and_back() -> None:
    html = html_of("One[^n] two.\n\n[^n]: A note.")
    assert '<sup id="fnref:n"><a class="footnote-ref" href="#fn:n">1</a></sup>' in html
    assert '<li id="fn:n">' in html
    assert '<a class="footnote-backref" href="#fnref:n" title="↩ 1">↩</a>' in html
    assert body_of("One[^n] two.\n\n[^n]: A note.").words == 2


def test_a_contents_list_names_every_heading() -> None:
    html = html_of("[TOC]\n\n## One\n\n### Two\n\n## Three")
    for name in ("one", "two", "three"):
        assert f'<a href="#{name}">' in html
        assert f'id="{name}"' in html


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("", Words(alt="Ships")),
        ("At sea", Words(alt="Ships", caption="At sea")),
        ("At sea... | AP", Words(alt="Ships", caption="At sea…", credit="AP")),
        ("A | B | AP", Words(alt="Ships", caption="A | B", credit="AP")),
        ("| AP", Words(alt="Ships", credit="AP")),
    ],
)
def test_a_picture_that_stands_alone_is_a_figure_and_its_words_are_facts(
    title: str, words: Words
) -> None:
    title = title and f' "{title}"'
    found = convert(f"a\n\n![Ships](a.jpg{title})\n\nb")
    assert found.html == ('<p>a</p>\n<figure class="picture"><img src="ref:0"></figure>\n<p>b</p>')
    assert [ref.words for ref in found.body.refs] == [words]


@pytest.mark.parametrize(
    "pictures",
    ["![a](a.jpg)\n![b](b.jpg)", "![a](a.jpg)\n\n![b](b.jpg)", "![a](a.jpg) ![b](b.jpg)"],
)
def test_a_gallery_is_a_row_of_figures(pictures: str) -> None:
    figure = '<li><figure class="picture"><img src="ref:{}"></figure></li>'
    assert html_of(f"/// gallery | At sea\n{pictures}\n///") == (
        '<section aria-label="At sea" class="gallery">\n<p class="gallery-title">At sea</p>\n'
        f'<ul tabindex="0">{figure.format(0)}{figure.format(1)}</ul></section>'
    )


def test_a_gallery_without_a_title_is_called_one() -> None:
    html = html_of("/// gallery\n![a](a.jpg)\n///")
    assert html.startswith('<section aria-label="word:gallery" class="gallery">\n<ul tabindex="0">')


def test_only_a_block_is_a_gallery() -> None:
    assert html_of("A.\n{: .gallery}") == '<p class="gallery">A.</p>'


def test_what_else_stands_in_a_gallery_is_not_lost() -> None:
    html = html_of("/// gallery\n![a](a.jpg)\n\nSeen from *here*.\n///")
    assert html.endswith("</ul><p>Seen from <em>here</em>.</p>\n</section>")


@pytest.mark.parametrize(
    "text",
    ['See ![x](a.jpg "t")', '![x](a.jpg "t") there', '[![x](a.jpg "t")](b.md)'],
)
def test_any_other_picture_stays_in_its_paragraph(text: str) -> None:
    html = html_of(text)
    assert "<figure" not in html
    assert html.startswith("<p>")


def test_a_picture_with_no_address_that_is_safe_is_left_out() -> None:
    assert html_of("a ![x](javascript:alert(1)) b") == "<p>a  b</p>"


# The outline


def test_headings_are_facts() -> None:
    assert body_of(
        "## A & *b*\n\n### C[^1]\n\n#### `d`\n\n##### E\n\n###### F\n\n[^1]: n"
    ).headings == (
        Heading(2, "a-b", "A & b"),
        Heading(3, "c", "C"),
        Heading(4, "d", "d"),
        Heading(5, "e", "E"),
        Heading(6, "f", "F"),
    )


OUTLINES = {
    "# A": ['10:1: expected a heading of level 2, got level 1: "A"\n  hint: ## A'],
    "#Cuba today": [('10:1: expected a heading of level 2, got level 1: "Cuba today"\n'
                    "  hint: ## Cuba today")],
    "A\n=": ['10:1: expected a heading of level 2, got level 1: "A"\n  hint: ## A'],
    "### A": ['10:1: expected a heading of level 2, got level 3: "A"\n  hint: ## A'],
    "## A\n\n# B": ['12:1: expected a heading of level 2, got level 1: "B"\n  hint: ## B'],
    "## A\n\n#### B": ['12:1: expected a heading of level 3, got level 4: "B"\n  hint: ### B'],
    "## A\n\n###### B": ['12:1: expected a heading of level 3, got level 6: "B"\n  hint: ### B'],
    "A\n-\n\n#### B": ['13:1: expected a heading of level 3, got level 4: "B"\n  hint: ### B'],
    "```\n# code\n```\n\n`# x`\n\n# A": [
        '16:1: expected a heading of level 2, got level 1: "A"\n  hint: ## A'],
    "## A\n\n### B\n\n## C\n\n#### D\n\n#### E": [
        '16:1: expected a heading of level 3, got level 4: "D"\n  hint: ### D'],
    "> #### A": ['10:3: expected a heading of level 2, got level 4: "A"\n  hint: ## A'],
    "a\n\n- # A": ['12:3: expected a heading of level 2, got level 1: "A"\n  hint: ## A'],
}  # fmt: skip


@pytest.mark.parametrize("text", OUTLINES)
def test_an_outline_with_a_hole_is_told_with_its_line(text: str) -> None:
    assert faults(text, 10) == OUTLINES[text]


@pytest.mark.parametrize(
    "text", ["## A", "## A\n\n### B\n\n#### C\n\n## D", "a\n-\n\n### B", "no headings", "\\# a"]
)
def test_an_outline_without_a_hole_is_right(text: str) -> None:
    assert faults(text) == []


# References

REFERENCES: dict[str, list[tuple[RefKind, str, str, int, int]]] = {
    "[a](other.md)": [(LINK, "other.md", "", 10, 5)],
    "One\n\nSee [a](../b/c.md#there) now.": [(LINK, "../b/c.md", "there", 12, 9)],
    "![a](a.jpg)": [(PICTURE, "a.jpg", "", 10, 6)],
    '![a](a.jpg "A title")': [(PICTURE, "a.jpg", "", 10, 6)],
    "[![a](a.jpg)](b.md)": [(LINK, "b.md", "", 10, 15), (PICTURE, "a.jpg", "", 10, 7)],
    "[a](<b c.md>)": [(LINK, "b c.md", "", 10, 6)],
    "[a](b c.md)": [(LINK, "b c.md", "", 10, 5)],
    "[a]( b.md )": [(LINK, "b.md", "", 10, 6)],
    "[a](b_(c).md)": [(LINK, "b_(c).md", "", 10, 5)],
    "[a](it's.md)": [(LINK, "it's.md", "", 10, 5)],
    r"[a](b\_c.md)": [(LINK, "b_c.md", "", 10, 5)],
    "[a](b%20c%C3%A9.md#d%C3%A9)": [(LINK, "b cé.md", "dé", 10, 5)],
    "[a](пресса.md#один)": [(LINK, "пресса.md", "один", 10, 5)],
    "[a](caf\u00e9.md)": [(LINK, "caf\u00e9.md", "", 10, 5)],
    "[a](b.md?c=d&e=f)": [(LINK, "b.md?c=d&e=f", "", 10, 5)],
    "[a](b.md?c=d&amp;e=f)": [(LINK, "b.md?c=d&e=f", "", 10, 5)],
    "[a](/tags/cuba/)": [(LINK, "/tags/cuba/", "", 10, 5)],
    "[a][r]\n\n[r]: b.md": [(LINK, "b.md", "", 12, 6)],
    "[a][r] [b][r]\n\n[r]: <b.md> 'x'": [(LINK, "b.md", "", 12, 7)] * 2,
    "[r] ![r]\n\n  [r]: b.png": [(LINK, "b.png", "", 12, 8), (PICTURE, "b.png", "", 12, 8)],
    "<a class='x' href='b.md'>a</a>": [(LINK, "b.md", "", 10, 20)],
    'a\n\n<div>\n<a href="b.md">a</a>\n</div>': [(LINK, "b.md", "", 13, 10)],
    "<a href=b.md>a</a>": [(LINK, "b.md", "", 10, 9)],
    '<img alt="" src="a.jpg">': [(PICTURE, "a.jpg", "", 10, 18)],
    "[a](b.md) [c](b.md)\n\n[d](b.md)": [
        (LINK, "b.md", "", 10, 5), (LINK, "b.md", "", 10, 15), (LINK, "b.md", "", 12, 5)],
    "[a](b.md#c) [d](b.md)": [(LINK, "b.md", "c", 10, 5), (LINK, "b.md", "", 10, 17)],
    "b.md is [a](b.md)": [(LINK, "b.md", "", 10, 13)],
    "`[a](b.md)` [a](b.md)": [(LINK, "b.md", "", 10, 17)],
    "```\n[a](b.md)\n```\n\n[a](b.md)": [(LINK, "b.md", "", 14, 5)],
    "a\n\n    [a](b.md)\n\n[a](b.md)": [(LINK, "b.md", "", 14, 5)],
    "<!-- [a](b.md) -->\n\n[a](b.md)": [(LINK, "b.md", "", 12, 5)],
    "- a\n\n    [a](b.md)": [(LINK, "b.md", "", 12, 9)],
    "> [a](b.md)": [(LINK, "b.md", "", 10, 7)],
    "a | b\n-|-\n[a](b.md) | c": [(LINK, "b.md", "", 12, 5)],
    "a[^1]\n\n[^1]: [b](c.md)": [(LINK, "c.md", "", 12, 11)],
    "/// pull-quote\n[a](b.md)\n///": [(LINK, "b.md", "", 11, 5)],
    "[a]()": [(LINK, "", "", 10, 5)],
}  # fmt: skip


@pytest.mark.parametrize("text", REFERENCES)
def test_a_reference_is_a_fact_with_its_line_and_column(text: str) -> None:
    refs = convert(text, 10).body.refs
    found = [(ref.kind, ref.target, ref.fragment, ref.line, ref.column) for ref in refs]
    assert found == REFERENCES[text]


@pytest.mark.parametrize(
    "text",
    [
        "`[a](b.md)`", "```\n![a](b.jpg)\n```", "    [a](b.md)", "<!-- [a](b.md) -->",
        r"\[a](b.md)", "[a](https://example.com/)", "[a](HTTP://EXAMPLE.COM)",
        "[a](//example.com/)",
        "[a](mailto:a@b.org)", "[a](tel:+1)", "<https://example.com>", "[a][nowhere]",
    ],
)  # fmt: skip
def test_what_leads_to_no_file_of_the_site_is_no_reference(text: str) -> None:
    assert convert(text).body.refs == ()


def test_the_html_holds_a_references_number() -> None:
    assert html_of('[a](b.md#c "t") ![d](e.jpg)') == (
        '<p><a href="ref:0" title="t">a</a> <img src="ref:1"></p>'
    )


def test_a_text_cannot_hold_a_number_of_its_own() -> None:
    notes = Notes("text.md")
    markup = read_markup('<a href="ref:0">a</a><img src="ref:7">', 1, notes)
    assert markup is not None
    assert markup.html == "<p><a>a</a></p>"
    assert len(notes.problems) == 1


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://example.com/a", "data:x,y"])
def test_a_link_that_no_text_may_have_is_told_instead_of_losing_its_address(address: str) -> None:
    assert faults(f"One\n\nsee [it]({address})", 4) == [
        "6:10: expected a link to this site, the web, an e-mail or telephone, got another"
    ]


def test_a_place_of_the_same_text_is_known() -> None:
    assert faults("[a](#b) [c](#%D0%B1) [d](#x)\n\n## B\n\n## Б\n\n<p id=x>") == []


def test_a_place_that_is_none_is_told_with_its_line() -> None:
    assert faults("`[a](#gone)` and [b](#here)\n\n[a](#gone)\n\n## Here", 10) == [
        '12:5: expected a place in this text, got "#gone", which is none'
    ]


def test_an_id_that_is_given_twice_is_told_with_its_line() -> None:
    assert faults("x\n\n## A {: #x }\n\n## B {: #x }", 10) == [
        '14:9: expected each id once, got "x" again'
    ]
    assert faults('<p id="x">a</p>\n\n<p id="xy">b</p>\n\n<p id="x">c</p>', 10) == [
        '14:4: expected each id once, got "x" again'
    ]


@pytest.mark.parametrize("address", ["https://example.com/a.jpg", "//example.com/a.jpg"])
def test_a_picture_from_elsewhere_is_told_with_its_line(address: str) -> None:
    assert faults(f"a\n\n![x]({address})", 10) == [
        (
            f'12:6: expected a picture of this site, got "{address}"\n'
            "  hint: put the file beside the article and name it here"
        )
    ]


# Other facts


def test_ids_are_facts() -> None:
    assert body_of('## A\n\n<p id="x">a[^1]</p>\n\na[^1]\n\n[^1]: n').ids == (
        "a", "x", "fnref:1", "fn:1",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("One *two*.\n\nThree.", "One two."),
        ("## A\n\nOne.", "One."),
        ("![a](a.jpg)\n\nOne.", "One."),
        ('![a](a.jpg "t")\n\nOne.', "One."),
        ("/// key-points\n- a\n\nb\n///\n\nOne.", "One."),
        ("/// pull-quote\nWords.\n///\n\nOne.", "One."),
        ("a | b\n-|-\n1 | 2\n\nOne.", "One."),
        ("A note[^1] here.\n\n[^1]: The note.", "A note here."),
        ("3 < 4 & 5 > 2", "3 < 4 & 5 > 2"),
        ("- a\n- b", ""),
        ("", ""),
    ],
)
def test_the_excerpt_is_the_first_paragraph_of_the_text(text: str, excerpt: str) -> None:
    assert body_of(text).excerpt == excerpt


@pytest.mark.parametrize(
    ("text", "words"),
    [("", 0), ("One two.", 2), ("## A\n\nb *c*d", 4), ("- a\n- b", 2), ("a[^1]\n\n[^1]: b c d", 1)],
)
def test_words_are_counted_without_footnotes(text: str, words: int) -> None:
    assert body_of(text).words == words


def test_equal_html_has_one_digest() -> None:
    assert body_of("*a*").digest == body_of("_a_").digest != body_of("a").digest


def test_plain_text_is_on_one_line() -> None:
    assert plain("<p>a &amp;\n<b>b</b></p><p>c</p><sup>1</sup>") == "a & b c"


# Nothing of one text is in the next

FIRST = (
    "a[^1] UN [r]\n\n[^1]: canary\n\n*[UN]: canary\n\n[r]: canary.md\n\n## Heading\n\n"
    "/// questions | canary\n### a\n\nb\n///\n"
)
SECOND = "a[^1] UN [r]\n\n## Heading\n\n### a\n"


def test_nothing_of_one_text_is_in_the_next() -> None:
    markup._converter.cache_clear()
    alone = convert(SECOND)
    convert(FIRST)
    assert convert(SECOND) == alone
    assert "canary" not in alone.html


@pytest.mark.parametrize("hostile", ["[" * 8_000, "- " * 600 + "a", "<div>" * 300])
def test_nothing_of_an_interrupted_text_is_in_the_next(
    hostile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = convert(SECOND)
    monkeypatch.setattr(markup, "SECONDS", 0.1)
    gc.disable()  # what is raised in a callback of the collector is a warning, so a failure here
    notes = Notes("text.md")
    assert read_markup(FIRST + hostile, 1, notes) is None
    gc.enable()
    assert len(notes.problems) == 1
    assert convert(SECOND) == alone


@given(st.text(st.sampled_from("ab #*[]()<>!`^:|-/\n&\"'\\_{}=~.é"), max_size=80))
def test_any_text_is_converted_or_refused_and_leaves_no_trace(text: str) -> None:
    alone = html_of(SECOND)
    read_markup(text, 1, Notes("text.md"))
    assert convert(SECOND).html == alone


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("It pays <in full> & soon.", "3:9: expected HTML that a text may have, got <in>"),
        ("`<in>` <Blink>a</Blink>", "3:8: expected HTML that a text may have, got <blink>"),
        (
            "<iframe src=x></iframe>",
            "3:1: expected HTML that a text may have, got <iframe>",
        ),
    ],
)
def test_what_would_vanish_without_a_word_is_a_problem(text: str, message: str) -> None:
    assert faults(text, 3) == [f"{message}\n  hint: for the sign itself, write &lt;"]


def test_a_sign_that_opens_no_tag_is_text() -> None:
    assert html_of("2 < 3 and a <- b <3") == "<p>2 &lt; 3 and a &lt;- b &lt;3</p>"
