"""The words of a picture's file: XMP first, then IPTC, then EXIF; and never an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.imaging.inspecting import facts_of
from generator.imaging.metadata import Metadata
from generator.imaging.rights import words_of
from generator.imaging.texts import caption, clean
from generator.pictures import Words
from tests.imaging.files import blank, exif, with_iim, with_segment, xmp

ALT_TEXT = "Iptc4xmpCore:AltTextAccessibility"


def of_xmp(properties: str = "", attributes: str = "") -> Words:
    return words_of(Metadata(xmp=xmp(properties, attributes)))


def of_iim(*fields: tuple[int, int, bytes]) -> Words:
    return facts_of(with_iim(*fields)).words


def of_exif(tags: dict[int, object]) -> Words:
    return facts_of(blank("JPEG", exif=exif(tags))).words


def languages(name: str, *items: tuple[str, str]) -> str:
    listed = "".join(f'<rdf:li xml:lang="{lang}">{text}</rdf:li>' for lang, text in items)
    return f"<{name}><rdf:Alt>{listed}</rdf:Alt></{name}>"


ALL = (
    "<dc:creator><rdf:Seq><rdf:li>Madison Reed</rdf:li></rdf:Seq></dc:creator>"
    + languages("dc:rights", ("x-default", "© Reed"))
    + languages("dc:description", ("x-default", "A ship leaves."))
    + languages(ALT_TEXT, ("x-default", "A ship"))
    + "<photoshop:Credit>Reed/Agency</photoshop:Credit>"
    + "<xmpRights:WebStatement>https://example.org/l</xmpRights:WebStatement>"
)
SAID = Words("A ship", "A ship leaves.", "Reed/Agency", "Madison Reed", "© Reed",
             "https://example.org/l")  # fmt: skip


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF"])
def test_all_words_are_read_from_xmp(kind: str) -> None:
    assert facts_of(blank(kind, xmp=xmp(ALL))).words == SAID


def test_a_packet_may_be_wrapped_padded_and_in_another_encoding() -> None:
    packet = xmp(ALL)
    for each in (
        b'<?xpacket begin="\xef\xbb\xbf" id="x"?>' + packet + b" " * 2000 + b'<?xpacket end="w"?>',
        packet + b"\0\0",
        b"\n " + packet,
        packet.decode().encode("utf-16"),
    ):
        assert words_of(Metadata(xmp=each)) == SAID


def test_properties_may_be_attributes() -> None:
    assert of_xmp(
        attributes='photoshop:Credit="Agency" xmpRights:WebStatement="http://example.org"'
    ) == Words(credit="Agency", license="http://example.org")


def test_a_list_may_be_a_text_and_an_address_a_resource() -> None:
    assert of_xmp(
        "<dc:creator>Reed</dc:creator>"
        '<xmpRights:WebStatement rdf:resource="https://example.org/l"/>'
    ) == Words(creator="Reed", license="https://example.org/l")


def test_the_default_language_is_read_wherever_it_stands() -> None:
    items = ("de", "Ein Schiff"), ("x-default", "A ship"), ("fr", "Un navire")
    assert of_xmp(languages("dc:description", *items)).caption == "A ship"
    assert of_xmp(languages("dc:description", *items[::2])).caption == "Ein Schiff"


def test_several_creators_are_joined() -> None:
    names = "".join(f"<rdf:li>{name}</rdf:li>" for name in ("Reed", "Ayo", "Reed", " "))
    said = of_xmp(f"<dc:creator><rdf:Seq>{names}</rdf:Seq></dc:creator>")
    assert said.creator == "Reed, Ayo"
    assert of_iim((2, 80, b"Reed"), (2, 80, b"Ayo")).creator == "Reed, Ayo"


def test_the_words_of_pictures_that_it_was_made_of_are_not_its_own() -> None:
    ingredient = "<rdf:li rdf:parseType='Resource'><dc:creator>Other</dc:creator></rdf:li>"
    said = of_xmp(f"<xmpMM:Ingredients><rdf:Bag>{ingredient}</rdf:Bag></xmpMM:Ingredients>")
    assert said == Words()


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "ftp://example.org", "example.org", "https://", "https://a b",
     "data:text/html,x", 'https://a"onload=x', f"https://example.org/{'a' * 2000}"],
)  # fmt: skip
def test_a_licence_is_an_address_or_nothing(address: str) -> None:
    escaped = address.replace('"', "&quot;")
    assert of_xmp(f"<xmpRights:WebStatement>{escaped}</xmpRights:WebStatement>").license == ""


def test_all_words_are_read_from_iptc() -> None:
    assert of_iim(
        (2, 80, b"Reed"), (2, 110, b"Agency"), (2, 116, b"(c) Reed"), (2, 120, b"A ship leaves.")
    ) == Words(creator="Reed", credit="Agency", copyright="(c) Reed", caption="A ship leaves.")


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        (((1, 90, b"\x1b%G"), (2, 80, "Peña".encode())), "Peña"),
        (((2, 80, "Peña".encode("latin-1")),), "Peña"),
        (((2, 80, "Peña".encode()),), "Peña"),
        (((2, 80, b"\x93Pe\xf1a\x94"),), "“Peña”"),
        (((1, 90, b"\x1b%G"), (2, 80, "Peña".encode()[:3])), "Pe"),
    ],
    ids=["said to be UTF-8", "Latin-1", "UTF-8 all the same", "Windows", "cut in a letter"],
)
def test_iptc_comes_in_many_encodings(
    fields: tuple[tuple[int, int, bytes], ...], name: str
) -> None:
    assert of_iim(*fields).creator == name


def test_all_words_are_read_from_exif() -> None:
    said = Words(creator="Reed", copyright="(c) Reed", caption="A ship leaves.")
    assert of_exif({0x013B: "Reed", 0x8298: "(c) Reed", 0x010E: "A ship leaves."}) == said
    for kind in ("PNG", "WEBP", "AVIF"):
        data = blank(
            kind, exif=exif({0x013B: "Reed", 0x8298: "(c) Reed", 0x010E: "A ship leaves."})
        )
        assert facts_of(data).words == said


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "cp1252"])
def test_exif_is_utf_8_or_else_latin(encoding: str) -> None:
    assert of_exif({0x013B: "José Peña".encode(encoding)}).creator == "José Peña"


def test_both_halves_of_a_copyright_are_kept_apart() -> None:
    assert of_exif({0x8298: b"Reed\0Agency\0"}).copyright == "Reed Agency"


def test_xmp_goes_before_iptc_and_iptc_before_exif_word_by_word() -> None:
    jpeg = blank(
        "JPEG",
        xmp=xmp("<dc:creator>X</dc:creator>"),
        exif=exif({0x013B: "E", 0x8298: "E", 0x010E: "E"}),
    )
    segment = with_iim((2, 80, b"I"), (2, 116, b"I"))
    start = segment.index(b"\xff\xed")
    app13 = segment[start : segment.index(b"\xff\xe0", start)]
    assert facts_of(jpeg[:2] + app13 + jpeg[2:]).words == Words(
        creator="X", copyright="I", caption="E"
    )


@pytest.mark.parametrize(
    "junk",
    ["OLYMPUS DIGITAL CAMERA", "OLYMPUS DIGITAL CAMERA         ", "SONY DSC", "DIGITAL CAMERA",
     "KONICA MINOLTA DIGITAL CAMERA", "Exif_JPEG_PICTURE", "DCIM\\100MEDIA\\DJI_0042.JPG",
     "IMG_2041.JPG", "<Digimax S600 / Kenox S600>", "AppleMark", "Created with GIMP", "cof",
     "default", "---", "Samsung", "KODAK Digital Still Camera"],
)  # fmt: skip
def test_what_a_camera_wrote_is_no_caption(junk: str) -> None:
    assert caption(junk) == ""
    assert of_exif({0x010E: junk}).caption == ""
    assert of_iim((2, 120, junk.encode())).caption == ""
    assert (
        of_xmp(languages("dc:description", ("x-default", junk.replace("<", "&lt;")))).caption == ""
    )


@pytest.mark.parametrize(
    "text",
    ["Olympus digital cameras on sale", "A camera", "The default", "Sony DSC in hand", "Norway",
     "船が港を出る", "سفينة", "Корабль"],
)  # fmt: skip
def test_what_a_person_wrote_is_a_caption(text: str) -> None:
    assert caption(text) == text


def test_words_stand_on_one_line_without_what_cannot_be_seen() -> None:
    assert clean(" A\r\n\tship\u00a0 \u2028leaves ") == "A ship leaves"
    assert clean("A\x07\x1b[1m ship\u202e\u2066\ufeff\x9f") == "A[1m ship"
    assert clean("क्‍ष 👩‍🚒") == "क्‍ष 👩‍🚒"


def test_words_are_not_longer_than_they_may_be() -> None:
    assert len(of_xmp(languages(ALT_TEXT, ("x-default", "a" * 5000))).alt) == 1000
    assert len(of_xmp(languages("dc:description", ("x-default", "a" * 5000))).caption) == 2000
    assert len(of_iim((2, 116, b"a" * 5000)).copyright) == 2000
    assert len(of_exif({0x013B: "a" * 5000}).creator) == 2000


def test_a_packet_that_is_too_large_is_not_read() -> None:
    packet = xmp(ALL)
    assert words_of(Metadata(xmp=packet + b" " * (262_144 - len(packet)))) == SAID
    assert words_of(Metadata(xmp=packet + b" " * (262_145 - len(packet)))) == Words()


LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    + xmp("<dc:creator>&b;</dc:creator>")
)  # fmt: skip


@pytest.mark.parametrize(
    "packet",
    [b"", b"<", b"\xff\xfe\0", xmp("<dc:creator>")[:-40], LAUGHS, b"<a>" * 60_000,
     b"<a/>", b'<?xml version="1.0" encoding="klingon"?><a/>', xmp("<dc:creator/>"),
     xmp().replace(b"rdf-syntax-ns#", b"other")],
    ids=["none", "cut", "no text", "open", "laughs", "deep", "other", "encoding", "empty", "space"],
)  # fmt: skip
def test_a_packet_that_is_broken_or_hostile_says_nothing(packet: bytes) -> None:
    assert words_of(Metadata(xmp=packet)) == Words()


@given(st.binary(max_size=400))
def test_no_metadata_is_an_error(data: bytes) -> None:
    for number in (0xE1, 0xED):
        for prefix in (b"", b"Exif\0\0MM\0*", b"http://ns.adobe.com/xap/1.0/\0",
                       b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\x01\0\x1c\x02"):  # fmt: skip
            assert facts_of(with_segment(number, prefix + data)).width == 40


@given(st.dictionaries(st.sampled_from([0x010E, 0x013B, 0x8298]), st.text(max_size=30)))
def test_whatever_exif_says_has_no_control_characters(tags: dict[int, str]) -> None:
    encoded = {tag: text.encode("utf-8", "replace") for tag, text in tags.items()}
    said = of_exif(encoded)  # type: ignore[arg-type]
    for text in (said.creator, said.copyright, said.caption):
        assert text == clean(text)
