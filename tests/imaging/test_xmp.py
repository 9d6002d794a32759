"""Words as XMP: valid, complete, and read again as they were written."""

from dataclasses import fields, replace

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from generator.imaging.metadata import Metadata
from generator.imaging.rights import ADDRESS, words_of
from generator.imaging.texts import caption, clean
from generator.imaging.xmp import packet
from generator.pictures import Words

ALL = Words("A ship", "A ship leaves.", "Reed/Agency", "Madison Reed", "© Reed & Sons <1>",
            "https://example.org/l?a=1&b=2")  # fmt: skip
ADDRESSES = st.sampled_from(["", "https://example.org/a?b=c&d=e", "http://xn--e.org/#'(x)"])


def again(words: Words) -> Words:
    return words_of(Metadata(xmp=packet(words)))


def test_no_words_make_no_packet() -> None:
    assert packet(Words()) == b""
    assert packet(Words(alt="\0\x01\ufffe")) == b""


def test_all_words_are_read_again() -> None:
    assert again(ALL) == ALL


@pytest.mark.parametrize("name", [field.name for field in fields(Words)])
def test_each_word_stands_for_itself(name: str) -> None:
    one = replace(Words(), **{name: getattr(ALL, name)})
    assert again(one) == one


def test_a_copyright_marks_the_picture_as_protected() -> None:
    assert b"<xmpRights:Marked>True</xmpRights:Marked>" in packet(ALL)
    assert b"Marked" not in packet(replace(ALL, copyright=""))


def test_the_packet_is_what_readers_of_xmp_expect() -> None:
    text = packet(Words(creator="Reed")).decode()
    assert text.startswith('<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta')
    assert text.endswith('</x:xmpmeta><?xpacket end="r"?>')
    assert "<dc:creator><rdf:Seq><rdf:li>Reed</rdf:li></rdf:Seq></dc:creator>" in text


@pytest.mark.parametrize("sign", ["&", "😀", "ж"])
def test_the_longest_words_fit_into_a_jpeg(sign: str) -> None:
    long = sign * 100_000
    assert len(packet(Words(long, long, long, long, long, f"https://a/{long}"))) < 65_504


def test_half_an_address_is_not_written() -> None:
    assert packet(Words(license=f"https://example.org/{'a' * 2000}")) == b""


@given(st.builds(Words, *[st.text(max_size=60)] * 5, ADDRESSES))
def test_whatever_is_written_is_valid_and_read_again(words: Words) -> None:
    data = packet(words)
    if data:
        fromstring(data)
    assert again(words) == Words(
        clean(words.alt), caption(words.caption), clean(words.credit), clean(words.creator),
        clean(words.copyright), words.license,
    )  # fmt: skip
    assert not words.license or ADDRESS.fullmatch(words.license)
