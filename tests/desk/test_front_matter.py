"""Front matter beside what the generator took it for."""

from generator.desk.front_matter import UNKNOWN, front_matter_table
from generator.desk.values import FieldLine, FrontMatterTable
from generator.paths import SourcePath
from generator.reading.articles import ARTICLE_FIELDS
from tests.desk.newsroom import NOW

PATH = SourcePath("content/articles/call.md")


def table(fields: str) -> FrontMatterTable:
    return front_matter_table(PATH, f"---\n{fields}\n---\n\nText.\n".encode(), NOW)


def understood(fields: str) -> tuple[str, ...]:
    (line,) = table(fields).lines
    assert line.fault == ""
    return line.understood


def test_a_field_stands_with_its_line_and_meaning() -> None:
    found = table('title: "The call"\n\n# when it was held\ndate: 2025-11-28 09:30')
    assert found.lines == (
        FieldLine("title", '"The call"', ("The call",), 2),
        FieldLine("date", "2025-11-28 09:30", ("Friday 28 November 2025, 09:30 CST",), 5),
    )


def test_a_date_without_an_hour_is_said_to_have_none() -> None:
    assert understood("date: 2025-11-28") == ("Friday 28 November 2025, without an hour",)


def test_an_hour_elsewhere_is_told_in_the_zone_of_the_site() -> None:
    assert understood("embargo: 2025-11-28 09:30 +01:00") == ("Friday 28 November 2025, 03:30 CST",)


def test_people_stand_with_what_they_did() -> None:
    written = "author:\n  - Ana Pérez\n  - name: Tomás Leal\n    role: photographs"
    assert understood(written) == ("Ana Pérez", "Tomás Leal, photographs")
    (line,) = table(written).lines
    assert line.written == "- Ana Pérez\n- name: Tomás Leal\n  role: photographs"


def test_every_other_kind_of_field_is_told_in_words() -> None:
    assert understood("draft: yes") == ("yes",)
    assert understood("featured: false") == ("no",)
    assert understood("tags: [One, Another one]") == ("One", "Another one")
    assert understood("title: The 'call' -- again") == ("The ‘call’ – again",)
    assert understood("image_focus: 50% 20%") == ("50% across, 20% down",)
    assert understood("withdrawn: true") == ("yes",)
    assert understood("withdrawn: {date: 2025-11-29, text: It was wrong.}") == (
        "since Saturday 29 November 2025, without an hour",
        "It was wrong.",
    )
    assert understood("corrections: [{date: 2025-11-29, text: Wrong.}]") == (
        "Saturday 29 November 2025, without an hour: Wrong.",
    )
    assert understood("image: {src: a.jpg, alt: A port, focus: 10% 20%}") == (
        "a.jpg",
        "alt: A port",
        "10% across, 20% down",
    )


def test_a_field_that_is_wrong_says_why_and_hides_no_other() -> None:
    found = table("date: tomorrow\nheadline: The call\nsection: news")
    wrong, unknown, section = found.lines
    assert wrong.fault == 'expected a date such as 2025-11-28 or 2025-11-28 09:30, got "tomorrow"'
    assert unknown == FieldLine("headline", "The call", (), 3, UNKNOWN)
    assert section.understood == ("news",)


def test_what_cannot_be_read_at_all_is_said_in_its_place() -> None:
    (line,) = table("title: [unclosed").lines
    assert (line.name, line.understood) == ("", ())
    assert line.fault.startswith("expected YAML")
    (binary,) = front_matter_table(PATH, b"---\n\xff\n---\n", NOW).lines
    assert binary.fault == "expected text in UTF-8, got the byte 0xff"


def test_the_fields_that_are_not_used_are_those_of_the_reader() -> None:
    found = table("title: The call")
    assert found.unused == tuple((each.name, each.help) for each in ARTICLE_FIELDS[1:])


def test_files_of_every_system_are_read_alike() -> None:
    windows = b"\xef\xbb\xbf---\r\ntitle: The call\r\nsection: news\r\n---\r\n\r\nText.\r\n"
    assert (
        front_matter_table(PATH, windows, NOW).lines
        == table("title: The call\nsection: news").lines
    )
