"""Authors and pages: their fields, their faults word for word, and where they will stand."""

import pytest

from generator.dates import When
from generator.model import Author, AuthorType, ImageUse, Page
from generator.paths import SourcePath
from generator.reading.people import AUTHOR_FIELDS, PAGE_FIELDS, read_author, read_page
from tests.reading.texts import told

AUTHOR = SourcePath("content/authors/madison-reed.md")
PAGE = SourcePath("content/pages/legal/terms.md")
AN_ADDRESS = "an address that starts with https:// or http://"
AN_ACCOUNT = "an account such as @name@example.social"
A_DATE = "a date such as 2025-11-28 or 2025-11-28 09:30"
A_SLUG = "a slug: lower-case words joined by hyphens"


def fenced(*lines: str) -> bytes:
    return "\n".join(["---", *lines, "---", "Text.\n"]).encode()


def author_faults(*lines: str) -> list[str]:
    required = [] if any(line.startswith("name") for line in lines) else ["name: Madison Reed"]
    return told(read_author(AUTHOR, fenced(*lines, *required)))


def page_faults(*lines: str) -> list[str]:
    required = [] if any(line.startswith("title") for line in lines) else ["title: Terms"]
    return told(read_page(PAGE, fenced(*lines, *required)))


AUTHOR_ROWS = {
    "name: [x]": ":2:7: name: expected text, got a list",
    "name:": ":2:6: name: expected text, got nothing\n  hint: write a value, or remove the line",
    "type: robot": ':2:7: type: expected one of person, desk, got "robot"',
    "type: Person": ':2:7: type: expected one of person, desk, got "Person"\n'
    '  hint: did you mean "person"?',
    "role: {a: b}": ":2:7: role: expected text, got a mapping",
    "picture: https://x.org/a.jpg": ":2:10: picture: expected a path inside the site, got "
    '"https://x.org/a.jpg"',
    "picture_alt: []": ":2:14: picture_alt: expected text, got an empty list",
    "picture_focus: top": ":2:16: picture_focus: expected a point in per cent, across and down, "
    'such as 50% 20%, got "top"\n  hint: picture_focus: 50% 20%',
    "links: [https://a.org/, b.org]": f':2:25: links[2]: expected {AN_ADDRESS}, got "b.org"\n'
    "  hint: links: https://example.com/",
    "fediverse: '@name'": f':2:12: fediverse: expected {AN_ACCOUNT}, got "@name"',
    "email: x": ":2:1: email: expected a field that exists, got an unknown one\n"
    "  hint: the fields are name, type, role, picture, picture_alt, picture_focus, "
    "links, fediverse",
    "nam: x": ":2:1: nam: expected a field that exists, got an unknown one\n"
    '  hint: did you mean "name"?',
}


@pytest.mark.parametrize("line", AUTHOR_ROWS)
def test_an_authors_fault_is_told_word_for_word(line: str) -> None:
    lines = [line, "name: x"] if line.startswith("nam:") else [line]
    assert author_faults(*lines) == [AUTHOR_ROWS[line]]


def test_every_field_of_an_author_is_tested() -> None:
    tested = {line.partition(":")[0] for line in AUTHOR_ROWS}
    assert {field.name for field in AUTHOR_FIELDS} <= tested


PAGE_ROWS = {
    "title: {a: b}": ":2:8: title: expected text, got a mapping",
    "summary: [x]": ":2:10: summary: expected text, got a list",
    "slug: The Terms": f':2:7: slug: expected {A_SLUG}, got "The Terms"\n  hint: slug: the-terms',
    "draft: perhaps": ':2:8: draft: expected true or false, got "perhaps"\n  hint: draft: true',
    "updated: today": f':2:10: updated: expected {A_DATE}, got "today"\n'
    "  hint: updated: 2025-11-28 09:30",
    "language: e": ':2:11: language: expected a language tag such as en or es-419, got "e"\n'
    "  hint: language: en",
    "aliases: terms": ":2:10: aliases: expected an address of this site such as /old/place/, got "
    '"terms"\n  hint: aliases: /old/place/',
    "colour: red": ":2:1: colour: expected a field that exists, got an unknown one\n"
    "  hint: the fields are title, summary, slug, draft, updated, language, aliases",
    "headline: x": ":2:1: headline: expected a field that exists, got an unknown one\n"
    '  hint: did you mean "title"?',
}


@pytest.mark.parametrize("line", PAGE_ROWS)
def test_a_pages_fault_is_told_word_for_word(line: str) -> None:
    assert page_faults(line) == [PAGE_ROWS[line]]


def test_every_field_of_a_page_is_tested() -> None:
    tested = {line.partition(":")[0] for line in PAGE_ROWS}
    assert {field.name for field in PAGE_FIELDS} <= tested


def test_what_is_required_is_told_with_an_example() -> None:
    assert told(read_author(AUTHOR, fenced("role: x"))) == [
        ":1:1: name: expected text, got no such field\n  hint: name: Her name"
    ]
    assert told(read_page(PAGE, fenced("draft: no"))) == [
        ":1:1: title: expected text, got no such field\n  hint: title: About"
    ]


def test_an_author_says_what_the_file_says() -> None:
    data = fenced(
        "name: Madison Reed", "type: desk", "role: Havana", "picture: a.jpg",
        "links: https://a.org/", "fediverse: '@m@a.org'",
    )  # fmt: skip
    found = read_author(AUTHOR, data).content
    assert isinstance(found, Author)
    assert (found.slug, found.name, found.role) == ("madison-reed", "Madison Reed", "Havana")
    assert found.type is AuthorType.DESK
    assert found.picture == ImageUse("a.jpg")
    assert (found.links, found.fediverse) == (("https://a.org/",), "@m@a.org")


def test_an_author_is_a_person_unless_the_file_says_otherwise() -> None:
    found = read_author(AUTHOR, fenced("name: Madison Reed", "picture_alt: Portrait")).content
    assert isinstance(found, Author)
    assert (found.type, found.picture) == (AuthorType.PERSON, None)


def test_a_page_says_what_the_file_says() -> None:
    data = fenced("title: Terms", "draft: yes", "updated: 2025-11-28", "aliases: [/a, /b]")
    found = read_page(PAGE, data).content
    assert isinstance(found, Page)
    assert (found.title, found.draft, found.updated) == ("Terms", True, When("2025-11-28"))
    assert found.aliases == ("/a", "/b")


@pytest.mark.parametrize(
    ("path", "lines", "slug"),
    [
        ("content/pages/about.md", (), "about"),
        ("content/pages/legal/terms.md", (), "legal/terms"),
        ("content/pages/legal/index.md", (), "legal"),
        ("content/pages/a/b/index.md", (), "a/b"),
        ("content/pages/legal/terms.md", ("slug: conditions",), "legal/conditions"),
    ],
)
def test_a_pages_folders_are_part_of_its_address(
    path: str, lines: tuple[str, ...], slug: str
) -> None:
    found = read_page(SourcePath(path), fenced("title: x", *lines)).content
    assert isinstance(found, Page)
    assert found.slug == slug
