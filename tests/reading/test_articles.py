"""An article's fields: what each takes, and what it says of everything else.

A row of a table is front matter and every problem that it has, word for word. The required fields
that a row lacks are filled in below its lines, so that its first line is the file's second.
"""

import pytest

from generator.dates import When
from generator.model import Credit, ImageUse, Role, Withdrawal
from generator.paths import SourcePath
from generator.pictures import Words
from generator.reading.articles import ARTICLE_FIELDS, SYNONYMS, read_article
from tests.reading.texts import ARTICLE, article, read, source, told

A_DATE = "a date such as 2025-11-28 or 2025-11-28 09:30"
AN_ADDRESS = "an address that starts with https:// or http://"
A_SLUG = "a slug: lower-case words joined by hyphens"
A_PATH = "a path inside the site"
AUTHORS = "an author's name, or a name with a role; or a list of them"
ROLES = (
    "reporting, photographs, graphics, illustration, video, audio, data, research, translation,"
    " editing"
)

# By kind of field: what it expects, what its hint suggests, and a text that it does not take.
PLAIN = ("title", "summary", "dateline", "kicker", "image_alt", "image_caption", "image_credit")
KINDS = {
    **dict.fromkeys(PLAIN, ("text", "", "")),
    **dict.fromkeys(("date", "updated", "embargo", "expires"),
                    (A_DATE, "2025-11-28 09:30", "yesterday")),
    "section": ("text", "", ""),
    "slug": (A_SLUG, "the-call", "The Call"),
    **dict.fromkeys(("draft", "featured"), ("true or false", "true", "maybe")),
    **dict.fromkeys(("image_license", "canonical"),
                    (AN_ADDRESS, "https://example.com/", "example.com")),
    "image_focus": (
        "a point in per cent, across and down, such as 50% 20%", "50% 20%", "50% 101%"
    ),
    "language": ("a language tag such as en or es-419", "en", "English"),
    "author": ("text", "", ""),
    "tags": ("a tag, without commas", "[One, Another]", "!"),
    "aliases": ("an address of this site such as /old/place/", "/old/place/", "old"),
    "image": (A_PATH, "", "https://example.com/a.jpg"),
    "withdrawn": ("true or false", "true", "maybe"),
    "corrections": ("a list, each item a correction with date and text",
                    '[{date: 2025-11-29, text: "What was wrong."}]', "Sorry"),
}  # fmt: skip
TAKES_A_LIST = {"author", "tags", "aliases", "corrections"}
TAKES_A_MAPPING = {"author", "image", "withdrawn"}


def expected(name: str, got: str, column: int | None = None) -> str:
    what, hint, _ = KINDS[name]
    place = f":2:{len(name) + 3 if column is None else column}"
    advice = f"\n  hint: {name}: {hint}" if hint else ""
    return f"{place}: {name}: expected {what}, got {got}{advice}"


def test_every_field_is_in_the_tables_below() -> None:
    assert set(KINDS) == {field.name for field in ARTICLE_FIELDS}


@pytest.mark.parametrize("name", KINDS)
def test_a_field_without_a_value_is_told_to_have_one_or_go(name: str) -> None:
    problem = expected(name, "nothing", len(name) + 2)
    if "hint" not in problem:
        problem += "\n  hint: write a value, or remove the line"
    assert told(read(f"{name}:")) == [problem]


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("empty", ['""', '"  "'])
def test_a_field_with_an_empty_text_is_told_what_it_takes(name: str, empty: str) -> None:
    assert told(read(f"{name}: {empty}")) == [expected(name, empty)]


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind[2]])
def test_a_field_with_another_kind_of_text_is_told_what_it_takes(name: str) -> None:
    wrong = KINDS[name][2]
    assert told(read(f'{name}: "{wrong}"')) == [expected(name, f'"{wrong}"')]


@pytest.mark.parametrize("name", KINDS.keys() - TAKES_A_LIST)
def test_a_field_that_takes_one_value_takes_no_list(name: str) -> None:
    assert told(read(f"{name}: [a, b]")) == [expected(name, "a list")]


@pytest.mark.parametrize("name", KINDS.keys() - TAKES_A_MAPPING)
def test_a_field_that_takes_no_mapping_says_so(name: str) -> None:
    assert told(read(f"{name}: {{a: b}}")) == [expected(name, "a mapping")]


ROWS = {
    "nothing required": (
        ["title: The call", "author: Madison Reed", "date: 2025-11-28"], [],
    ),
    "an unknown field": (
        ["mood: bright"],
        [":2:1: mood: expected a field that exists, got an unknown one\n  hint: the fields are "
         + ", ".join(field.name for field in ARTICLE_FIELDS)],
    ),
    "a near miss": (
        ["sumary: x"],
        [(":2:1: sumary: expected a field that exists, got an unknown one\n"
         '  hint: did you mean "summary"?')],
    ),
    "another case": (
        ["Draft: true"],
        [(":2:1: Draft: expected a field that exists, got an unknown one\n"
         '  hint: did you mean "draft"?')],
    ),
    "another tool's word": (
        ["headline: x", "lastmod: 2025-11-28"],
        [(":2:1: headline: expected a field that exists, got an unknown one\n"
         '  hint: did you mean "title"?'),
         (":3:1: lastmod: expected a field that exists, got an unknown one\n"
         '  hint: did you mean "updated"?')],
    ),
    "a field twice": (
        ["kicker: a", "kicker: b"],
        [(':3:1: expected "kicker" once, got it again (first on line 2)\n'
         "  hint: keep one of the two")],
    ),
    "no author, in a list": (
        ["author: []"],
        [f":2:9: author: expected {AUTHORS}, got an empty list"],
    ),
    "an author who is nobody": (["author: [Madison Reed, '']"],
                                [':2:24: author[2]: expected text, got ""']),
    "a role that is none": (
        ["author:", "  - name: Madison Reed", "    role: photograph"],
        [(f':4:11: author[1].role: expected one of {ROLES}, got "photograph"\n'
         '  hint: did you mean "photographs"?')],
    ),
    "a role without a name": (
        ["author: {role: video}"], [":2:9: author.name: expected text, got no such field"],
    ),
    "a part of an author that is none": (
        ["author: {name: Madison Reed, rôle: video}"],
        [(":2:30: author.rôle: expected a field that exists, got an unknown one\n"
         '  hint: did you mean "role"?')],
    ),
    "a day that is none": (["date: 2025-02-30"], [expected("date", '"2025-02-30"')]),
    "an hour that is none": (["date: 2025-11-28 24:00"], [expected("date", '"2025-11-28 24:00"')]),
    "an offset that is none": (
        ["date: 2025-11-28 09:30 +25:00"], [expected("date", '"2025-11-28 09:30 +25:00"')],
    ),
    "an hour of one digit": (["date: 2025-11-28 9:30"], [expected("date", '"2025-11-28 9:30"')]),
    "a time and no day": (["embargo: 09:30"], [expected("embargo", '"09:30"')]),
    "a long value": (
        ["date: " + "x" * 61], [expected("date", '"' + "x" * 57 + '..."')],
    ),
    "two tags that are none": (
        ['tags: [Cuba, "a, b", "…"]'],
        [(':2:14: tags[2]: expected a tag, without commas, got "a, b"\n'
         "  hint: tags: [a, b]"),
         (':2:22: tags[3]: expected a tag, without commas, got "…"\n'
         "  hint: tags: [One, Another]")],
    ),
    "an alias elsewhere": (
        ["aliases: [/old/, old/]"],
        [(":2:18: aliases[2]: expected an address of this site such as /old/place/, got "
         '"old/"\n  hint: aliases: /old/place/')],
    ),
    "a picture's parts": (
        ["image:", "  src: a.jpg", "  alt: [x]", "  license: CC-BY"],
        [":4:8: image.alt: expected text, got a list",
         (f':5:12: image.license: expected {AN_ADDRESS}, got "CC-BY"\n'
         "  hint: license: https://example.com/")],
    ),
    "a picture without a file": (
        ["image: {alt: Ships}"], [f":2:8: image.src: expected {A_PATH}, got no such field"],
    ),
    "words about no picture": (
        ["image_alt: Ships"],
        [(":2:12: image_alt: expected a picture that it speaks of, got no image\n"
         "  hint: image: /images/name.jpg")],
    ),
    "words about a picture twice": (
        ["image: {src: a.jpg, alt: Ships}", "image_alt: Boats"],
        [":3:12: image_alt: expected it once, got it in `image` as well"],
    ),
    "a correction's parts": (
        ["corrections:", "  - date: soon", "    text: x", "    by: y"],
        [(f':3:11: corrections[1].date: expected {A_DATE}, got "soon"\n'
         "  hint: date: 2025-11-28 09:30"),
         (":5:5: corrections[1].by: expected a field that exists, got an unknown one\n"
         "  hint: the fields are date, text")],
    ),
    "a correction without a date": (
        ["corrections:", "  - text: x"],
        [(f":3:5: corrections[1].date: expected {A_DATE}, got no such field\n"
         "  hint: date: 2025-11-29 08:00")],
    ),
    "a withdrawal on a day that is none": (
        ["withdrawn: 2025-13-01"], [(f':2:12: withdrawn: expected {A_DATE}, got "2025-13-01"\n'
                                    "  hint: withdrawn: 2025-11-28 09:30")],
    ),
    "a withdrawal's parts": (
        ["withdrawn: {on: 2025-11-30}"],
        [(":2:13: withdrawn.on: expected a field that exists, got an unknown one\n"
         "  hint: the fields are date, text")],
    ),
    "a title on its own line": (
        ["title: Havana: a day"],
        [(":2:14: expected YAML, got a fault: mapping values are not allowed in this context\n"
         "  hint: put a value that holds a colon, a # or a quotation mark between quotation"
         " marks")],
    ),
    "all at once, in the order of the lines": (
        ["title: [x]", "date: soon", "colour: red", "draft: on"],
        [":2:8: title: expected text, got a list",
         expected("date", '"soon"').replace(":2:", ":3:"),
         ":4:1: colour: expected a field that exists, got an unknown one\n  hint: the fields are "
         + ", ".join(field.name for field in ARTICLE_FIELDS),
         expected("draft", '"on"').replace(":2:", ":5:")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("row", ROWS)
def test_front_matter_and_every_problem_that_it_has(row: str) -> None:
    lines, problems = ROWS[row]
    assert told(read(*lines)) == problems


def test_what_is_required_and_not_there_is_told_with_an_example() -> None:
    assert told(read_article(ARTICLE, b"---\nkicker: x\n---\nText.\n")) == [
        f":1:1: date: expected {A_DATE}, got no such field\n  hint: date: 2025-11-28 09:30",
        (
            f":1:1: author: expected {AUTHORS}, got no such field\n"
            "  hint: author: The name of who wrote it"
        ),
        ":1:1: title: expected text, got no such field\n  hint: title: The headline",
    ]


def test_a_required_field_that_is_misspelt_is_told_once() -> None:
    text = b"---\ntitle: A\ndat: 2025-11-28\nby: Ana\n---\nText.\n"
    assert [each.partition("\n")[0] for each in told(read_article(ARTICLE, text))] == [
        ":3:1: dat: expected a field that exists, got an unknown one",
        ":4:1: by: expected a field that exists, got an unknown one",
    ]


def test_faults_of_the_fields_and_of_the_text_are_told_together() -> None:
    assert told(read("draft: on", body="One\n\n![x](https://example.com/a.jpg)\n")) == [
        expected("draft", '"on"'),
        (':9:6: expected a picture of this site, got "https://example.com/a.jpg"\n'
        "  hint: put the file beside the article and name it here"),
    ]  # fmt: skip


def test_each_synonym_names_a_field() -> None:
    names = {field.name for field in ARTICLE_FIELDS}
    assert set(SYNONYMS.values()) <= names
    assert not set(SYNONYMS) & names


@pytest.mark.parametrize("synonym", SYNONYMS)
def test_each_synonym_leads_to_its_field(synonym: str) -> None:
    [problem] = told(read(f"{synonym.upper()}: x"))
    assert problem.endswith(f'hint: did you mean "{SYNONYMS[synonym]}"?') or "---" in problem


def test_an_article_says_what_its_file_says() -> None:
    found = article(
        "title: 'The \"call\"'",
        "author: [Madison Reed, {name: Graphics, role: graphics}]",
        "date: 2025-11-28 09:30 -0500",
        "updated: 2025-11-29",
        "section: diplomacy",
        "tags: [Cuba,  United   States]",
        "summary: >",
        "  One.",
        "  Two.",
        "dateline: Havana",
        "kicker: To our readers",
        "image: {src: ../a.jpg, credit: AP}",
        "image_alt: Ships",
        "slug: the-call",
        "aliases: /old/",
        "draft: yes",
        "embargo: 2025-11-30 06:00Z",
        "expires: 2026-11-30",
        "withdrawn: {date: 2025-12-01, text: It was wrong.}",
        "corrections: [{date: 2025-11-29, text: A name was wrong.}]",
        "language: es-419",
        "canonical: https://example.com/x",
        "featured: true",
    )
    assert found.title == "The “call”"
    assert found.credits == (Credit("Madison Reed"), Credit("Graphics", Role.GRAPHICS))
    assert found.date == When("2025-11-28T09:30:00-05:00")
    assert found.updated == When("2025-11-29")
    assert (found.section, found.tags) == ("diplomacy", ("Cuba", "United States"))
    assert (found.summary, found.dateline) == ("One. Two.", "Havana")
    assert found.kicker == "To our readers"
    assert found.image == ImageUse("../a.jpg", Words(alt="Ships", credit="AP"))
    assert (found.slug, found.aliases) == ("the-call", ("/old/",))
    assert (found.draft, found.featured) == (True, True)
    assert found.embargo == When("2025-11-30T06:00:00+00:00")
    assert found.expires == When("2026-11-30")
    assert found.withdrawn == Withdrawal(When("2025-12-01"), "It was wrong.")
    assert [(each.date.text, each.text) for each in found.corrections] == [
        ("2025-11-29", "A name was wrong.")
    ]
    assert (found.language, found.canonical) == ("es-419", "https://example.com/x")
    assert found.places["title"] == (2, 8)
    assert found.places["summary"] == (8, 10)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("true", Withdrawal()),
        ("2025-11-30", Withdrawal(When("2025-11-30"))),
        ("{text: Sorry.}", Withdrawal(None, "Sorry.")),
        ("{}", Withdrawal()),
        ("false", None),
    ],
)
def test_a_withdrawal_may_be_said_in_several_ways(written: str, meant: Withdrawal | None) -> None:
    assert article(f"withdrawn: {written}").withdrawn == meant


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("content/articles/2025/call.md", "call"),
        ("content/articles/2025-11-28-the-call.md", "the-call"),
        ("content/articles/2025-11-28.md", "2025-11-28"),
        ("content/articles/the-call/index.md", "the-call"),
        ("content/articles/2025-11-28-the-call/index.md", "the-call"),
        ("content/articles/The Call!.md", "the-call"),
        ("content/articles/пресса.md", "пресса"),
    ],
)
def test_a_slug_comes_from_the_files_name(path: str, slug: str) -> None:
    content = read_article(SourcePath(path), source()).content
    assert content is not None
    assert getattr(content, "slug", "") == slug


def test_a_name_that_gives_no_slug_is_a_fault() -> None:
    assert told(read_article(SourcePath("content/articles/❤️.md"), source())) == [
        (
            ': slug: expected a file name with letters or digits, got "❤️"\n'
            "  hint: give the article a slug of its own: `slug: the-call`"
        )
    ]


def test_a_slug_of_its_own_needs_no_name() -> None:
    reading = read_article(SourcePath("content/articles/❤️.md"), source("slug: heart"))
    assert reading.problems == ()
