"""What opens a text or stands in it, and is none of it."""

import pytest

from generator.reading.apart import after_openers, without_apart

QUOTE = (
    '<figure class="pull-quote"><blockquote><figure class="picture"><img src="ref:0"></figure>'
    "<p>Quoted.</p></blockquote></figure>"
)
POINTS = '<div class="key-points" role="note"><div class="table"><p>K</p></div><p>L</p></div>'
GALLERY = '<section class="gallery"><ul><li><figure><img src="ref:1"></figure></li></ul></section>'


@pytest.mark.parametrize("opener", [QUOTE, POINTS, GALLERY, f"{POINTS}\n{QUOTE}\n{GALLERY}"])
def test_a_text_starts_behind_what_opens_it(opener: str) -> None:
    html = f"{opener}\n<p>First.</p>"
    assert html[after_openers(html) :] == "<p>First.</p>"


@pytest.mark.parametrize(
    "html", ["<p>A.</p>", '<div class="table"><table></table></div><p>A.</p>', "", "<ul></ul>"]
)
def test_a_text_without_an_opener_starts_at_its_start(html: str) -> None:
    assert after_openers(html) == 0


def test_what_is_set_apart_is_left_out_with_all_that_is_in_it() -> None:
    assert without_apart(f"<p>A.</p>{QUOTE}<p>B.</p>{POINTS}{GALLERY}<p>C.</p>") == (
        "<p>A.</p><p>B.</p><p>C.</p>"
    )


def test_what_never_ends_is_left_out_to_the_end() -> None:
    assert without_apart("<p>A.</p><section><p>B.</p>") == "<p>A.</p>"
