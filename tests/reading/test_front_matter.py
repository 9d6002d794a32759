"""Front matter is read so strictly that nothing in it can be taken for something else."""

import time
from collections.abc import Iterator

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.fields import Entries, Node, Notes
from generator.reading import front_matter
from generator.reading.front_matter import FrontMatter, read_front_matter


def problems(data: str | bytes) -> list[str]:
    notes = Notes("call.md")
    found = read_front_matter(data.encode() if isinstance(data, str) else data, notes)
    assert (found is None) == bool(notes.problems)
    return [str(problem) for problem in notes.problems]


def matter(data: str | bytes) -> FrontMatter:
    notes = Notes("call.md")
    found = read_front_matter(data.encode() if isinstance(data, str) else data, notes)
    assert notes.problems == []
    assert found is not None
    return found


def value(node: Node) -> object:
    """What a node says, without its places."""
    if isinstance(node.value, tuple):
        return [value(item) for item in node.value]
    if isinstance(node.value, Entries):
        return {entry.key: value(entry.node) for entry in node.value.entries}
    return node.value


def fields(data: str | bytes) -> object:
    return value(matter(data).fields)


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def _each_loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front_matter, "LOADER", getattr(yaml, request.param))


def test_a_scalar_stays_the_text_that_was_written() -> None:
    written = "a: no\nb: 010\nc: 12:30\nd: 1e3\ne: 2025-11-28\nf: 0x1F\ng: 'x'\nh: on"
    assert fields(f"---\n{written}\n---\n") == {
        "a": "no", "b": "010", "c": "12:30", "d": "1e3", "e": "2025-11-28", "f": "0x1F", "g": "x",
        "h": "on",
    }  # fmt: skip


@pytest.mark.parametrize("nothing", ["", "~", "null", "Null", "NULL"])
def test_a_key_may_have_no_value(nothing: str) -> None:
    assert fields(f"---\na: {nothing}\n---\n") == {"a": None}


def test_a_word_in_quotation_marks_is_no_missing_value() -> None:
    assert fields("---\na: 'null'\nb: ''\n---\n") == {"a": "null", "b": ""}


def test_every_value_knows_where_it_stands() -> None:
    found = matter("---\na: 1\nb:\n  - 2\n  - c: 3\n---\n").fields.value
    assert isinstance(found, Entries)
    first, second = found.entries
    assert (first.line, first.column, first.node.line, first.node.column) == (2, 1, 2, 4)
    assert (second.line, second.column, second.node.line, second.node.column) == (3, 1, 4, 3)
    assert isinstance(second.node.value, tuple)
    two, three = second.node.value
    assert (two.line, two.column) == (4, 5)
    assert isinstance(three.value, Entries)
    assert (three.value.entries[0].node.line, three.value.entries[0].node.column) == (5, 8)


def test_the_body_keeps_its_spaces_and_knows_its_first_line() -> None:
    found = matter("---\na: 1\n---\n\n    code\n\ntext  \n\n")
    assert found.body == "\n    code\n\ntext  \n\n"
    assert found.body_line == 4


def test_a_rule_in_the_body_is_no_fence() -> None:
    assert matter("---\na: 1\n---\nOne\n\n---\n\nTwo\n").body == "One\n\n---\n\nTwo\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_system(end: str) -> None:
    found = matter("---\na: 1\n---\nOne\nTwo\n".replace("\n", end))
    assert value(found.fields) == {"a": "1"}
    assert found.body == "One\nTwo\n"


def test_a_byte_order_mark_is_passed_over() -> None:
    assert fields("\ufeff---\na: 1\n---\n") == {"a": "1"}


def test_text_is_composed_so_that_equal_words_are_equal() -> None:
    found = matter("---\na: cafe\u0301\n---\ncafe\u0301\n")
    assert value(found.fields) == {"a": "caf\u00e9"}
    assert found.body == "caf\u00e9\n"


BROKEN: dict[str, tuple[str | bytes, str]] = {
    "text without fences": (
        "Text.\n",
        ('call.md:1:1: expected "---" on the first line, got "Text."\n'
        "  hint: front matter stands between two lines of exactly ---, and nothing before it"),
    ),
    "nothing": (
        "",
        ('call.md:1:1: expected "---" on the first line, got an empty line\n'
        "  hint: front matter stands between two lines of exactly ---, and nothing before it"),
    ),
    "one fence": (
        "---\na: 1\n",
        ('call.md:1:1: expected a line "---" that closes the front matter, got none\n'
        "  hint: put a line of exactly --- between the front matter and the text"),
    ),
    "nothing between the fences": (
        "---\n---\nText.\n",
        "call.md:1:1: expected fields, got empty front matter\n  hint: title: ...",
    ),
    "a comment between the fences": (
        "---\n# later\n---\nText.\n",
        "call.md:1:1: expected fields, got empty front matter\n  hint: title: ...",
    ),
    "a list": (
        "---\n- a\n---\n",
        "call.md:2:1: expected fields such as `title: ...`, got no mapping",
    ),
    "a text": (
        "---\na\n---\n",
        "call.md:2:1: expected fields such as `title: ...`, got no mapping",
    ),
    "a key twice": (
        "---\na: 1\nb: 2\na: 3\n---\n",
        ('call.md:4:1: expected "a" once, got it again (first on line 2)\n'
        "  hint: keep one of the two"),
    ),
    "a key twice, further in": (
        "---\na:\n  b: 1\n  b: 2\n---\n",
        ('call.md:4:3: expected "b" once, got it again (first on line 3)\n'
        "  hint: keep one of the two"),
    ),
    "a key without a name": (
        "---\n~: 1\n---\n",
        "call.md:2:1: expected a name and a colon, got something else as a field's name",
    ),
    "a list for a key": (
        "---\n[a]: 1\n---\n",
        "call.md:2:1: expected a name and a colon, got something else as a field's name",
    ),
    "a merge key": (
        "---\na: 1\n<<: {b: 2}\n---\n",
        "call.md:3:1: expected a field's name, got a merge key (<<)",
    ),
    "an anchor": ("---\na: &x 1\n---\n", "call.md:2:4: expected a value, got an anchor (&)"),
    "an alias": ("---\na: *x\n---\n", "call.md:2:4: expected a value, got an alias (*)"),
    "a tag": (
        "---\na: !!int 1\n---\n",
        "call.md:2:4: expected a value, got a YAML tag (tag:yaml.org,2002:int)",
    ),
    "a tag of a program": (
        "---\na: !!python/object/apply:os.system [id]\n---\n",
        ("call.md:2:4: expected a value, got a YAML tag"
        " (tag:yaml.org,2002:python/object/apply:os.system)"),
    ),
    "a null character": (
        "---\na: x\0y\n---\n",
        "call.md:2:5: expected text, got the control character U+0000",
    ),
    "a control character in the text": (
        "---\na: 1\n---\nOne\nTwo\x07\n",
        "call.md:5:4: expected text, got the control character U+0007",
    ),
    "half a pair of surrogates": (
        b"---\na: \xed\xa0\x80\n---\n",
        "call.md:2:1: expected text in UTF-8, got the byte 0xed\n  hint: save the file as UTF-8",
    ),
    "Latin-1": (
        b"---\na: 1\nb: caf\xe9\n---\n",
        "call.md:3:1: expected text in UTF-8, got the byte 0xe9\n  hint: save the file as UTF-8",
    ),
    "a line separator": (
        "---\na: 1\nb: x\u2028c: 2\n---\n",
        "call.md:3:5: expected visible text, got U+2028\n  hint: remove it",
    ),
    "a mark that turns the text around": (
        "---\na: x\u202ey\n---\n",
        "call.md:2:5: expected visible text, got U+202E\n  hint: remove it",
    ),
    "an escaped null": ('---\na: "x\\0"\n---\n',
                        "call.md:2:4: expected visible text, got U+0000 in a value"),
    "an escaped line separator": ('---\na: "x\\Ly"\n---\n',
                                  "call.md:2:4: expected visible text, got U+2028 in a value"),
    "an escaped key": ('---\n"a\\b": 1\n---\n',
                       "call.md:2:1: expected visible text, got U+0008 in a value"),
    "a draft behind a #": (
        "---\na: 1\n  #  Draft : true\n---\n",
        ('call.md:3:6: expected "Draft" to be set or left out, got it in a comment\n'
        "  hint: remove the comment, or the # before Draft"),
    ),
    "an embargo in a line's comment": (
        "---\na: 1 # embargo: 2035-01-01\n---\n",
        ('call.md:2:8: expected "embargo" to be set or left out, got it in a comment\n'
        "  hint: remove the comment, or the # before embargo"),
    ),
    "a draft in a block of text": (
        "---\na: |\n  One\n  draft: true\n---\n",
        ('call.md:4:3: expected "draft" at the start of its line, got it indented\n'
        "  hint: remove the spaces before draft"),
    ),
    "an embargo below the fence": (
        "---\na: 1\n---\n\nembargo: 2035-01-01\n\nText.\n",
        ('call.md:5:1: expected text, got "embargo:", which looks like front matter\n'
        "  hint: move it between the two --- lines at the top"),
    ),
    "a colon in a value": (
        "---\ntitle: Havana: a day\n---\n",
        ("call.md:2:14: expected YAML, got a fault: mapping values are not allowed in this"
         " context\n"
        "  hint: put a value that holds a colon, a # or a quotation mark between quotation marks"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_with_certainty_is_told_by_line_and_column(name: str) -> None:
    data, expected = BROKEN[name]
    assert problems(data) == [expected]


@pytest.mark.usefixtures("_each_loader")
@pytest.mark.parametrize("head", ["%YAML 1.1", "--- {a: 1}", "a: 1\n--- {b: 2}", "a: 1\n...\nb: 2"])
def test_only_one_plain_block_of_fields_is_read(head: str) -> None:
    [problem] = problems(f"---\n{head}\n---\n")
    assert "expected" in problem


def nested(opening: str, closing: str = "", times: int = 25_000) -> str:
    return f"---\na: {opening * times}{closing * times}\n---\n"


def merged(levels: int) -> str:
    """Nine times nine times nine ... fields, in under 500 bytes."""
    lines = ["a0: &a0 {x0: 1}"]
    for n in range(1, levels):
        lines += [f"a{n}: &a{n}", f"  <<: [{','.join([f'*a{n - 1}'] * 9)}]"]
    return "---\n" + "\n".join(lines) + "\n---\n"


def aliased(levels: int) -> str:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, levels))]
    return "---\n" + "\n".join(lines) + "\n---\n"


BOMBS = {
    "nested lists": nested("[", "]"),
    "nested lists that stay open": nested("["),
    "nested items": "---\n" + "- " * 8_000 + "\n---\n",
    "nested mappings": nested("{a: ", "}", 3_000),
    "nested keys": "---\n" + "? " * 8_000 + "\n---\n",
    "a little deeper than allowed": nested("[", "]", 8),
    "a merge bomb": merged(10),
    "an alias bomb": aliased(20),
    "a mapping of itself": "---\na: &a {b: *a}\n---\n",
    "many values": "---\na: [" + "x," * 2_000 + "]\n---\n",
    "a long value": "---\na: " + "x" * 16_384 + "\n---\n",
    "a number of 5,000 digits under a tag": "---\na: !!int " + "9" * 5_000 + "\n---\n",
}


@pytest.mark.usefixtures("_each_loader")
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_before_it_goes_off(name: str, work: "Work") -> None:
    assert len(problems(BOMBS[name])) == 1
    assert work.events <= front_matter.MOST_NODES + 10
    assert work.seconds < 1


class Work:
    """Counts what the parser was asked for: a refusal must come early, however fast it is."""

    def __init__(self) -> None:
        self.events = 0
        self._start = time.process_time()

    @property
    def seconds(self) -> float:
        return time.process_time() - self._start


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    counted = Work()
    parse = yaml.parse

    def counting(text: str, **options: type) -> Iterator[yaml.Event]:
        for event in parse(text, **options):
            counted.events += 1
            yield event

    monkeypatch.setattr(yaml, "parse", counting)
    return counted


def test_the_largest_front_matter_and_body_are_read() -> None:
    line = "a: " + "x" * (front_matter.LARGEST_FRONT_MATTER - 4)
    body = "y" * front_matter.LARGEST_BODY
    assert matter(f"---\n{line}\n---\n{body}").body == body
    assert problems(f"---\n{line}x\n---\n") == [
        "call.md:1:1: expected front matter of at most 16 KiB, got 16385 bytes"
    ]
    assert problems(f"---\na: 1\n---\n{body}y") == [
        "call.md:4:1: expected a text of at most 256 KiB, got 262145 bytes"
    ]


def test_the_deepest_structure_is_read() -> None:
    assert fields(nested("[", "]", 7)) == {"a": [[[[[[[]]]]]]]}


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    problems(b"---\n" + data + b"\n---\n")


@given(st.text(st.sampled_from("ab:-{}[]&*!|>'\"%#@,? \n\t~<\u2028\x85é"), max_size=60))
def test_any_scrap_of_yaml_is_read_or_refused(text: str) -> None:
    problems(f"---\n{text}\n---\n")


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("title: Tweet #breaking news", 14),
        ("title: The storm  # of the year", 19),
        ("tags: [Cuba # or so\n  , Sea]", 13),
    ],
)
def test_a_sign_that_cuts_a_value_off_is_refused(line: str, column: int) -> None:
    """YAML takes it for a comment: the headline would be published without its end."""
    notes = Notes("a.md")
    assert read_front_matter(f"---\n{line}\n---\n".encode(), notes) is None
    assert [str(problem) for problem in notes.problems] == [
        (
            f"a.md:2:{column}: expected the value to end with its line, got a # that cuts it off\n"
            "  hint: put the value between quotation marks, or the comment on a line of its own"
        )
    ]


@pytest.mark.parametrize(
    "line", ["title: 'a #b'", 'title: "a #b"', "title: a#b", "# note\ntitle: a"]
)
def test_a_sign_that_cuts_nothing_off_is_fine(line: str) -> None:
    notes = Notes("a.md")
    assert read_front_matter(f"---\n{line}\n---\n".encode(), notes) is not None
    assert notes.problems == []
