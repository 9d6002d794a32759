"""References of a body, filled in: for a page of the site, and for a reader elsewhere."""

import re

import nh3
import pytest

from generator.pages import Target
from generator.pictures import Picture
from generator.rendering.bodies import browser_html, full_text, with_dateline
from tests.rendering.factories import CALL, below_a_path, body, picture, site

CODE = '<p><code>&lt;a href="ref:0"&gt;</code> and href="ref:0" and src="ref:9"</p>'


def in_browser(html: str, *targets: Target) -> str:
    return browser_html(html, body(html, *targets), site(), shown_large, str.upper)


def shown_large(picture: Picture) -> str:
    return f"<figure>{picture.alt}</figure>"


def elsewhere(html: str, *targets: Target) -> str:
    return full_text(html, body(html, *targets), site(), CALL)


def test_a_link_gets_the_address_that_it_leads_to() -> None:
    html = '<p><a href="ref:1" rel="nofollow">b</a> <a href="ref:0">a</a></p>'
    assert in_browser(html, Target("/a/"), Target("/b/#part")) == (
        '<p><a href="/b/#part" rel="nofollow">b</a> <a href="/a/">a</a></p>'
    )


def test_a_picture_in_a_line_gets_its_file_words_and_size_and_loads_late() -> None:
    harbour = picture(alt="Cuba's & more")
    assert in_browser('<p>A <img src="ref:0"></p>', Target(harbour.url, harbour)) == (
        '<p>A <img src="/media/harbour.0123-1200.jpg" alt="Cuba\'s &amp; more" width="1200"'
        ' height="675" loading="lazy" decoding="async"></p>'
    )


def test_a_picture_that_stands_alone_is_shown_as_the_layout_wants() -> None:
    html = '<figure class="picture"><img src="ref:0"></figure>'
    assert in_browser(html, Target("/x", picture())) == "<figure>Ships in a harbour</figure>"


def test_a_picture_that_stands_alone_goes_out_with_its_caption_and_credit() -> None:
    html = '<figure class="picture"><img src="ref:0"></figure>'
    said = picture(alt="Ships", caption="Ships < boats", credit="Ana")
    assert elsewhere(html, Target("/x", said)) == (
        '<figure><img src="https://example.com/media/harbour.0123-1200.jpg" alt="Ships"'
        ' width="1200" height="675"><figcaption>Ships &lt; boats <small>Ana</small></figcaption>'
        "</figure>"
    )


def test_the_words_of_the_site_are_put_where_reading_left_their_keys() -> None:
    html = '<div class="table" role="region" aria-label="word:table">x</div>'
    assert in_browser(html) == '<div class="table" role="region" aria-label="TABLE">x</div>'
    assert elsewhere(html) == '<div class="table" role="region">x</div>'


def test_what_is_called_by_one_word_is_numbered() -> None:
    part = '<div aria-label="word:{}">x</div>'
    html = part.format("table") + part.format("gallery") + part.format("table")
    shown = in_browser(html)
    assert re.findall('aria-label="(.*?)"', shown) == ["TABLE 1", "GALLERY", "TABLE 2"]


def test_a_link_to_a_picture_stays_a_link() -> None:
    html = '<a href="ref:0">see</a>'
    shown = elsewhere(html, Target(picture().url, picture()))
    assert shown == '<a href="https://example.com/media/harbour.0123-1200.jpg">see</a>'


def test_samples_of_code_stay_as_they_are() -> None:
    html = CODE + '<a href="ref:0">a</a>'
    assert in_browser(html, Target("/a/")) == CODE + '<a href="/a/">a</a>'
    assert elsewhere(html, Target("/a/")) == CODE + '<a href="https://example.com/a/">a</a>'


def test_an_attribute_that_only_speaks_of_a_reference_stays() -> None:
    html = nh3.clean("""<a title='> <a href="ref:0">' href="https://b.org/?a=1&b=2">b</a>""")
    assert in_browser(html) == html


def test_a_body_without_references_is_left_alone() -> None:
    html = '<p title="ref:0">ref:0 <a href="https://b.org/">b</a> <a href="#note">1</a></p>'
    assert in_browser(html) == html


def test_an_address_is_escaped() -> None:
    assert in_browser('<a href="ref:0">a</a>', Target('/a/?b="c"&d=<e>')) == (
        '<a href="/a/?b=&quot;c&quot;&amp;d=&lt;e&gt;">a</a>'
    )


def test_a_site_below_a_path_has_it_in_every_address() -> None:
    html = '<a href="ref:0">a</a><img src="ref:1">'
    targets = Target("/a/"), Target(picture().url, picture())
    shown = browser_html(html, body(html, *targets), below_a_path(), shown_large, str.upper)
    assert 'href="/repo/a/"' in shown
    assert 'src="/repo/media/harbour.0123-1200.jpg"' in shown


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("ref:0", "https://example.com/repo/b/#part"),
        ("#note", f"https://example.com/repo{CALL}#note"),
        ("https://b.org/?a=1&amp;b=2", "https://b.org/?a=1&amp;b=2"),
        ("mailto:desk@example.com", "mailto:desk@example.com"),
        ("tel:+5350000", "tel:+5350000"),
        ("//b.org/x", "https://b.org/x"),
    ],
)
def test_every_address_in_a_feed_is_whole(written: str, expected: str) -> None:
    html = f'<p id="note"><a href="{written}">a</a></p>'
    shown = full_text(html, body(html, Target("/b/#part")), below_a_path(), CALL)
    assert shown == f'<p id="note"><a href="{expected}">a</a></p>'


def test_an_address_of_another_host_may_be_what_a_reference_leads_to() -> None:
    html = '<a href="ref:0">a</a>'
    assert elsewhere(html, Target("https://b.org/a")) == '<a href="https://b.org/a">a</a>'


def test_a_picture_in_a_feed_has_its_size_and_nothing_for_browsers() -> None:
    shown = elsewhere('<img src="ref:0">', Target(picture().url, picture()))
    assert shown == (
        '<img src="https://example.com/media/harbour.0123-1200.jpg" '
        'alt="Ships in a harbour" width="1200" height="675">'
    )


def test_a_link_to_what_is_not_public_keeps_its_words_and_loses_its_address() -> None:
    html = '<p><a href="ref:0" title="t">words</a></p>'
    assert in_browser(html, Target("")) == '<p><a title="t">words</a></p>'
    assert elsewhere(html, Target("")) == '<p><a title="t">words</a></p>'


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>A.</p>", '<p><strong class="dateline">L\'Aquila &amp; co</strong> — A.</p>'),
        (
            '<div class="key-points" role="note"><p>K</p></div>\n<figure><img></figure>\n<p>A.</p>',
            (
                '<div class="key-points" role="note"><p>K</p></div>\n<figure><img></figure>\n'
                '<p><strong class="dateline">L\'Aquila &amp; co</strong> — A.</p>'
            ),
        ),
        (
            "<ul><li>A</li></ul>",
            '<p><strong class="dateline">L\'Aquila &amp; co</strong> —</p>\n<ul><li>A</li></ul>',
        ),
    ],
)
def test_a_dateline_opens_the_first_paragraph(html: str, shown: str) -> None:
    assert with_dateline(html, "L'Aquila & co").replace("&#x27;", "'") == shown
    assert with_dateline(html, "") == html
