"""What may stand in an output, and how its text ends."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.rendering.characters import encoded, settled, xml_safe

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
AWKWARD = "ab\n\r\t\x00\x0b\x1f\x7f\ud800\udfff\ufffe\uffff\U0001f600é"


@pytest.mark.parametrize("character", sorted(set(AWKWARD) - set("ab\n\r\t\x7f\U0001f600é")))
def test_what_xml_forbids_is_dropped(character: str) -> None:
    assert xml_safe(f"a{character}b") == "ab"
    assert encoded(f"a{character}b") == b"ab\n"


def test_lines_end_with_one_line_feed_and_the_text_with_one_too() -> None:
    assert settled("one\r\ntwo\rthree\n\n\x00\n") == "one\ntwo\nthree\n"
    assert settled("") == "\n"


@given(st.text(st.sampled_from(AWKWARD)))
def test_the_quick_way_drops_what_the_expression_drops(text: str) -> None:
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    assert encoded(text) == (FORBIDDEN.sub("", unix).rstrip("\n") + "\n").encode()
