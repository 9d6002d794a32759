"""addresses.toml as text: read strictly, written in one way, and read back as it was."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import ProblemsFound
from generator.fingerprint import Digest
from generator.paths import OutputPath, SourcePath, UrlPath, path_fault, url_of
from generator.recorded import (
    HEADER,
    Recorded,
    _quickly,
    _strictly,
    address_of,
    read_recorded,
    readable,
    written,
)  # fmt: skip

CALL = Recorded(
    address=UrlPath("/2025/11/call/"),
    source=SourcePath("content/articles/call.md"),
    title="The call",
    date="2025-11-28T09:30:00",
    digest=Digest("0123456789abcdef"),
    line=1,
)
LINE = (
    '"/2025/11/call/" = { source = "content/articles/call.md", title = "The call", '
    'date = "2025-11-28T09:30:00", digest = "0123456789abcdef" }'
)


def read(*lines: str) -> tuple[Recorded, ...]:
    return read_recorded("\n".join(lines).encode())


def faults(text: str | bytes) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        read_recorded(text if isinstance(text, bytes) else text.encode())
    return [str(problem) for problem in caught.value.problems]


# -- reading


def test_a_line_is_an_address_and_what_it_belonged_to() -> None:
    assert read(LINE) == (CALL,)


@pytest.mark.parametrize("text", ["", "\n", "# Nothing yet\n", "\ufeff", HEADER])
def test_a_file_may_hold_nothing(text: str) -> None:
    assert read(text) == ()


def test_what_is_written_by_hand_may_look_otherwise() -> None:
    own = """
        '/old/' = { to = "/new" }   # moved
        ["/2025/11/call/"]
        digest = "0123456789abcdef"
        title = 'The call'
        source = "content/articles/call.md"
        date = 2025-11-28T09:30:00
    """
    call, old = read(own)
    assert (old.address, old.to, old.line, old.column) == ("/old/", "/new/", 2, 9)
    assert call == Recorded(
        address=CALL.address, source=CALL.source, title=CALL.title, date=CALL.date,
        digest=CALL.digest, line=3, column=10,
    )  # fmt: skip


def test_lines_are_told_apart_by_number() -> None:
    found = read("# A comment", "", LINE, '"/a/" = { gone = true }')
    assert [(each.address, each.line) for each in found] == [("/2025/11/call/", 3), ("/a/", 4)]


def test_ends_of_lines_may_be_those_of_windows() -> None:
    assert read_recorded(f"{LINE}\r\n".encode()) == (CALL,)
    assert _quickly(f"{LINE}\r\n".encode()) == [CALL]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("/año/", "/a%C3%B1o/"),
        ("/an\u0303o/", "/a%C3%B1o/"),
        ("/a%C3%B1o/", "/a%C3%B1o/"),
        ("/old", "/old/"),
        ("/old.html", "/old.html"),
        ("/old/index.html", "/old/"),
    ],
)
def test_an_address_has_one_spelling(text: str, address: str) -> None:
    assert address_of(text) == address
    [found] = read(f'"{text}" = {{ gone = true }}')
    assert found.address == address


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('"/a/" = 1', "/a/: expected what stood there, got 1"),
        ('"/a/" = { }', "/a/: expected a source, to or gone, got none of them"),
        ('"/a/" = { title = "A" }', "/a/: expected a source, to or gone, got none of them"),
        ('"/a/" = { gone = true, to = "/b/" }', "/a/: expected one of gone and to, got both"),
        ('"/a:b/" = { gone = true }', "/a:b/: expected an address that every system can store"),
        ('"a" = { gone = true }', "a: expected an address of this site such as /old/place/"),
        ('"/a/" = { gone = "perhaps" }', '/a/.gone: expected true or false, got "perhaps"'),
        ('"/a/" = { to = "b" }', "/a/.to: expected an address of this site such as /old/place/"),
        ('"/a/" = { source = "a.md" }', '/a/.source: expected a file under content/, got "a.md"'),
        ('"/a/" = { gone = true, when = 1 }', "/a/.when: expected a field that exists"),
        ('"/a/" = { source = "content/a.md", date = "soon" }', "/a/.date: expected a date such as"),
        ('"/a/" = { source = "content/a.md", digest = "x" }', "/a/.digest: expected 16 digits"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place(line: str, fault: str) -> None:
    [told] = faults(f"# Addresses\n{line}\n")
    assert told.startswith("addresses.toml:2:")
    assert fault in told


def test_all_faults_are_told_at_once() -> None:
    assert len(faults('"/a/" = 1\n"/b/" = { }\n"/c/" = { to = "x", gone = 2 }\n')) == 4


def test_an_address_that_stands_twice_is_told_with_both_lines() -> None:
    [told] = faults(f"{LINE}\n\n{LINE}\n")
    assert told == (
        "addresses.toml:3:1: /2025/11/call/: expected each address once, got one that stands in "
        "line 1 as well\n  hint: keep one of the two lines"
    )
    [told] = faults('"/año/" = { gone = true }\n"/a%C3%B1o/" = { gone = true }\n')
    assert "addresses.toml:2:1: " in told


def test_an_unfinished_merge_is_told_as_such() -> None:
    told = faults(f"<<<<<<< ours\n{LINE}\n=======\n>>>>>>> theirs\n")
    assert len(told) == 3
    assert "expected an address, got a mark of an unfinished merge" in told[0]


@pytest.mark.parametrize("data", [b"\xff", b'"/a/" = ', b'"/a/" = { source = "content/a.md"'])
def test_what_is_no_toml_is_told_with_its_place(data: bytes) -> None:
    [told] = faults(data)
    assert told.startswith("addresses.toml:1:")


# -- writing


def test_a_file_is_written_sorted_with_what_it_is_for() -> None:
    old = Recorded(address=UrlPath("/old/"), to=UrlPath("/2025/11/call/"))
    gone = Recorded(address=UrlPath("/a%C3%B1o/"), source=SourcePath("content/a.md"), gone=True)
    assert written([old, gone, CALL]) == (
        f"{HEADER}\n{LINE}\n"
        '"/año/" = { source = "content/a.md", gone = true }\n'
        '"/old/" = { to = "/2025/11/call/" }\n'
    )


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("/a%C3%B1o/", "/año/"),
        ("/%E0%A4%AA%E0%A5%80/", "/पी/"),
        ("/50%25/", "/50%/"),
        ("/a%2541/", "/a%2541/"),
        ("/a%20b/", "/a%20b/"),
        ("/a%E2%80%8Bb/", "/a%E2%80%8Bb/"),
        ("/a%FF/", "/a%FF/"),
        ("/a%23b/", "/a%23b/"),
    ],
)
def test_an_address_is_written_for_people_where_it_can_be_read_back(
    address: str, text: str
) -> None:
    assert readable(UrlPath(address)) == text


PARTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
ADDRESSES = (
    st.lists(PARTS, min_size=1, max_size=3)
    .map(lambda parts: OutputPath("/".join([*parts, "index.html"])))
    .filter(lambda path: not path_fault(path))
    .map(lambda path: address_of(url_of(path)))
)
TITLES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).map(
    lambda text: " ".join(text.split())
).filter(bool)  # fmt: skip
FACTS = st.fixed_dictionaries(
    {"source": PARTS.map(lambda part: SourcePath(f"content/{part.strip() or 'a'}.md"))},
    optional={
        "title": TITLES,
        "date": st.sampled_from(["2025-11-28", "2025-11-28T09:30:00", "2025-11-28T09:30:00-05:00"]),
        "digest": st.text("0123456789abcdef", min_size=16, max_size=16),
    },
)
HAND: st.SearchStrategy[dict[str, object]] = st.one_of(
    st.just({}), st.just({"gone": True}), ADDRESSES.map(lambda address: {"to": address})
)
ENTRIES = st.lists(
    st.builds(lambda address, facts, hand: Recorded(address=address, **facts, **hand),
              ADDRESSES, FACTS | st.just({}), HAND)
    .filter(lambda each: each.source or each.gone or each.to),
    unique_by=lambda each: each.address,
)  # fmt: skip


def bare(entries: tuple[Recorded, ...]) -> list[tuple[object, ...]]:
    """Return entries without their places."""
    return [(e.address, e.source, e.title, e.date, e.digest, e.gone, e.to) for e in entries]


@given(ENTRIES)
def test_what_was_written_is_read_as_it_was(entries: list[Recorded]) -> None:
    data = written(entries).encode()
    found = read_recorded(data)
    assert bare(found) == bare(tuple(sorted(entries, key=lambda each: unquote(each.address))))
    assert written(found).encode() == data


@given(ENTRIES, st.data())
def test_both_ways_of_reading_agree(entries: list[Recorded], data: st.DataObject) -> None:
    """However a file was edited, the quick way either reads what the strict way does, or passes."""
    text = list(written(entries).removeprefix(HEADER))
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(text)))
        letters = data.draw(st.sampled_from([*'"\\{}=,/# \n\t', "gone = true", "", "a"]))
        text[at : at + data.draw(st.integers(0, 2))] = letters
    quick = _quickly("".join(text).encode())
    if quick is not None:
        strict = _strictly("".join(text).encode())
        assert [(each, each.line) for each in quick] == [(each, each.line) for each in strict]


def test_a_file_as_it_is_written_is_read_the_quick_way() -> None:
    title = 'The "call" \\ the answer'
    entries = [
        CALL,
        Recorded(address=UrlPath("/a/"), source=SourcePath("content/a.md"), title=title),
        Recorded(address=UrlPath("/b/"), source=SourcePath("content/a.md"), to=UrlPath("/a/")),
        Recorded(address=UrlPath("/c/"), gone=True),
    ]
    found = _quickly(written(entries).encode())
    assert found is not None
    assert bare(tuple(found)) == bare(tuple(entries))


def test_printable_text_needs_no_escape() -> None:
    title = "Ñandú — “quotes” पीएम 🗞"
    entry = Recorded(address=UrlPath("/a/"), source=SourcePath("content/a.md"), title=title)
    assert f'title = "{title}"' in written([entry])
