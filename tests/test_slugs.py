"""Slugs: a name in an address for headlines of any script, of any length."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.paths import path_fault
from generator.slugs import LONGEST, slugify

HEADLINES = {
    "Latin": ("Maduro’s Call: “Nobody” Knew", "maduros-call-nobody-knew"),
    "Spanish": ("El Niño llegó a Cancún", "el-nino-llego-a-cancun"),
    "German": ("Große Straße, Ärger", "grosse-strasse-arger"),
    "Polish": ("Łódź i Gdańsk", "lodz-i-gdansk"),
    "Danish": ("Færøerne på Ærø", "faeroerne-pa-aero"),
    "Icelandic": ("Þórður sagði", "thordur-sagdi"),
    "Turkish": ("İstanbul’da ışık", "istanbulda-isik"),
    "Vietnamese": ("Việt Nam đang đổi mới", "viet-nam-dang-doi-moi"),
    "Greek": ("Η Αθήνα ξανά", "η-αθήνα-ξανά"),
    "Cyrillic": ("Ещё один ход Йода", "ещё-один-ход-йода"),
    "Georgian": ("თბილისი დღეს", "თბილისი-დღეს"),
    "Armenian": ("Երևան այսօր", "երեւան-այսօր"),
    "Hebrew": ("ירושלים היום", "ירושלים-היום"),
    "Arabic": ("القاهرة، اليوم", "القاهرة-اليوم"),
    "Persian": ("می\u200cخواهم بروم", "می-خواهم-بروم"),
    "Hindi": ("पीएम ने कहा", "पीएम-ने-कहा"),
    "Bengali": ("ঢাকার খবর", "ঢাকার-খবর"),
    "Tamil": ("சென்னை செய்தி", "சென்னை-செய்தி"),
    "Thai": ("ข่าววันนี้ กรุงเทพ", "ข่าววันนี้-กรุงเทพ"),
    "Telugu": ("హైదరాబాద్ వార్తలు", "హైదరాబాద్-వార్తలు"),
    "Sinhala": ("කොළඹ පුවත්", "කොළඹ-පුවත්"),
    "Lao": ("ວຽງຈັນ ມື້ນີ້", "ວຽງຈັນ-ມື້ນີ້"),
    "Khmer": ("ព័ត៌មាន ថ្ងៃនេះ", "ព័ត៌មាន-ថ្ងៃនេះ"),
    "Burmese": ("မြန်မာ သတင်း", "မြန်မာ-သတင်း"),
    "Amharic": ("አዲስ አበባ", "አዲስ-አበባ"),
    "Japanese": ("東京の「ガ」ニュース", "東京の-ガ-ニュース"),
    "Korean": ("서울, 오늘", "서울-오늘"),
    "Chinese": ("北京：今天", "北京-今天"),
}
ODD = {
    "": "",
    "!?…": "",
    "👍🏽": "",
    "❤️": "",
    "👩\u200d👩\u200d👧": "",
    "🇨🇺": "",
    "\u200b": "",
    "\u0301": "",
    "1️⃣ One": "1-one",
    "C++": "c",
    "Bundes\u00adtag": "bundestag",
    "\ufeffa\u2060b": "ab",
    "क्\u200dष": "क्ष",
    "葛\U000e0100": "葛",
    "«\u0301a": "a",
    "ﬁne": "fine",
    "--a--b--": "a-b",
    "U.S.": "u-s",
    "../etc/passwd": "etc-passwd",
    "a\0b\x07": "a-b",
    "con": "con",
}


@pytest.mark.parametrize("script", HEADLINES)
def test_a_headline_of_any_script_keeps_its_letters(script: str) -> None:
    headline, slug = HEADLINES[script]
    assert slugify(headline) == slug


def test_there_are_headlines_of_twenty_scripts() -> None:
    letters = {letter for _, slug in HEADLINES.values() for letter in slug if letter != "-"}
    scripts = {unicodedata.name(letter).split()[0] for letter in letters}
    assert scripts == {
        "LATIN", "GREEK", "CYRILLIC", "GEORGIAN", "ARMENIAN", "HEBREW", "ARABIC", "DEVANAGARI",
        "BENGALI", "TAMIL", "TELUGU", "SINHALA", "THAI", "LAO", "KHMER", "MYANMAR", "ETHIOPIC",
        "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "CJK",
    }  # fmt: skip


@pytest.mark.parametrize("text", ODD)
def test_what_is_no_letter_leaves_no_trace(text: str) -> None:
    assert slugify(text) == ODD[text]


@pytest.mark.parametrize("script", HEADLINES)
def test_a_headline_has_one_slug_however_it_is_composed(script: str) -> None:
    headline, slug = HEADLINES[script]
    assert slugify(unicodedata.normalize("NFC", headline)) == slug
    assert slugify(unicodedata.normalize("NFD", headline)) == slug


def test_two_words_that_differ_in_a_vowel_sign_stay_two() -> None:
    assert slugify("कि") != slugify("की") != slugify("क")


@pytest.mark.parametrize("letter", ["a", "é", "я", "한", "क्षि", "𐌰", "e\u0301\u0302"])
def test_a_title_of_any_length_has_a_slug_that_fits(letter: str) -> None:
    for times in (*range(1, 100), 1_000, 10_000):
        slug = slugify(letter * times)
        assert 0 < len(slug.encode()) <= LONGEST
        assert slugify(slug) == slug


@pytest.mark.parametrize("word", ["word", "слово", "शब्द"])
def test_a_long_title_ends_with_a_whole_word(word: str) -> None:
    assert set(slugify(f"{word} " * 2_000).split("-")) == {word}


def test_a_long_word_ends_with_a_whole_letter() -> None:
    assert slugify("कि" * 100) == "कि" * (LONGEST // 6)
    assert slugify("क" * 26 + "ि" * 10) == "क" * 25


@pytest.mark.parametrize("title", ["CON", "nul", "Com1", "LPT¹", "aux"])
def test_a_name_that_windows_reserves_stays_one_and_is_refused_as_a_path(title: str) -> None:
    assert path_fault(f"2025/{slugify(title)}/index.html")


@given(st.text())
def test_any_text_has_a_slug_that_can_stand_in_a_path(text: str) -> None:
    slug = slugify(text)
    assert slugify(slug) == slug
    assert len(slug.encode()) <= LONGEST
    assert unicodedata.normalize("NFC", slug) == slug.casefold() == slug
    assert not path_fault(slug) or not slug or "reserves" in path_fault(slug)
    assert all(unicodedata.category(each)[0] in "LMN-" or each == "-" for each in slug)


# The iota below a Greek letter is a mark, but in lower case it is a letter.
@given(st.text(st.characters(exclude_categories=["L", "N"], exclude_characters="\u0345")))
def test_any_text_without_letters_has_none(text: str) -> None:
    assert slugify(text) == ""
