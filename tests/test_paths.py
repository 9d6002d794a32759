"""Paths and addresses: two spellings of one thing, told apart from all others."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.paths import (
    LONGEST_SEGMENT,
    RESERVED_NAMES,
    OutputPath,
    SourcePath,
    collision_key,
    output_of,
    path_fault,
    resolve,
    url_of,
)


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("index.html", "/"),
        ("2025/11/call/index.html", "/2025/11/call/"),
        ("feed.xml", "/feed.xml"),
        ("404.html", "/404.html"),
        ("a/noindex.html", "/a/noindex.html"),
        ("index.html/a.txt", "/index.html/a.txt"),
        ("пресса/index.html", "/%D0%BF%D1%80%D0%B5%D1%81%D1%81%D0%B0/"),
        ("a b%20c?d#e.txt", "/a%20b%2520c%3Fd%23e.txt"),
        ("a+b,c;d=e@f:g!h.txt", "/a+b,c;d=e@f:g!h.txt"),
        (".well-known/security.txt", "/.well-known/security.txt"),
    ],
)
def test_an_output_has_one_address(path: str, url: str) -> None:
    assert url_of(OutputPath(path)) == url
    assert output_of(url) == path


segments = (
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/"), min_size=1)
    .map(lambda text: unicodedata.normalize("NFC", text))
    .filter(lambda text: "/" not in text)
)
outputs = st.lists(st.one_of(segments, st.just("index.html")), min_size=1).map("/".join)


@given(outputs)
def test_any_outputs_address_leads_back_to_it(path: str) -> None:
    url = url_of(OutputPath(path))
    assert url.isascii()
    assert url.startswith("/")
    assert not set(url) & set('<>"?#\\ ')
    assert output_of(url) == path


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("", "index.html"),
        ("/a", "a"),
        ("a/", "a/index.html"),
        ("/caf%65%CC%81/", "café/index.html"),
    ],
)
def test_an_address_leads_to_one_output(url: str, path: str) -> None:
    assert output_of(url) == path


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("News/index.html", "news/index.html"),
        ("STRASSE/a", "straße/a"),
        ("cafe\u0301/a", "caf\u00e9/a"),
        ("a./b", "a/b"),
        ("a /b", "a/b"),
        ("a. ./b", "a/b"),
    ],
)
def test_what_some_file_system_takes_for_one_path_collides(one: str, other: str) -> None:
    assert collision_key(OutputPath(one)) == collision_key(OutputPath(other))


@pytest.mark.parametrize(
    ("one", "other"), [("a/b", "ab"), ("cafe/a", "café/a"), (".a/b", "a/b"), ("a/b", "a/b/c")]
)
def test_what_every_file_system_keeps_apart_does_not(one: str, other: str) -> None:
    assert collision_key(OutputPath(one)) != collision_key(OutputPath(other))


@given(outputs)
def test_any_paths_key_is_its_own(path: str) -> None:
    key = collision_key(OutputPath(path))
    assert collision_key(OutputPath(key)) == key
    assert collision_key(OutputPath(unicodedata.normalize("NFD", path))) == key


@pytest.mark.parametrize("name", sorted(RESERVED_NAMES))
@pytest.mark.parametrize("form", ["{}", "{}.html", "{}.tar.gz", "{} .html"])
@pytest.mark.parametrize("case", [str.lower, str.upper])
def test_a_name_that_windows_reserves_is_refused(name: str, form: str, case: type[str]) -> None:
    segment = form.format(case(name))
    assert path_fault(f"a/{segment}/index.html") == f'"{segment}", a name that Windows reserves'


def test_the_reserved_names_are_all_there() -> None:
    assert len(RESERVED_NAMES) == 32
    assert {"con", "nul", "com1", "lpt9", "com¹", "conin$"} <= RESERVED_NAMES


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("a//b", "an empty or dotted part"),
        ("", "an empty or dotted part"),
        ("/a", "an empty or dotted part"),
        ("a/../b", "an empty or dotted part"),
        ("./a", "an empty or dotted part"),
        ("a./b", '"a.", which ends in a dot or a space'),
        ("a /b", '"a ", which ends in a dot or a space'),
        ("a/b:c", '"b:c", which has a character that Windows forbids'),
        ("a\\b", '"a\\b", which has a character that Windows forbids'),
        ("a\nb", '"a\nb", which has a character that Windows forbids'),
        ('a"b', '"a"b", which has a character that Windows forbids'),
        ("é" * 61, f"a part longer than {LONGEST_SEGMENT} bytes"),
        ("a" * 121, f"a part longer than {LONGEST_SEGMENT} bytes"),
    ],
)
def test_a_path_that_some_system_cannot_write_is_refused(path: str, fault: str) -> None:
    assert path_fault(path) == fault


@pytest.mark.parametrize(
    "path", ["index.html", "a/b.html", ".well-known/x.txt", "console/a", "comma", "é" * 60, "a b/c"]
)
def test_a_path_that_every_system_can_write_is_allowed(path: str) -> None:
    assert path_fault(path) == ""


BASE = SourcePath("content/articles/2025/call.md")


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("other.md", "content/articles/2025/other.md"),
        ("./other.md", "content/articles/2025/other.md"),
        ("../2024/old.md", "content/articles/2024/old.md"),
        ("../../pages/about.md", "content/pages/about.md"),
        ("../../../site.toml", None),
        ("../../../content/pages/about.md", None),
        ("../../../../etc/passwd", None),
        ("a/../../../../x", None),
        ("/pages/about.md", "content/pages/about.md"),
        ("/../site.toml", None),
        ("//pages//about.md", "content/pages/about.md"),
        ("a/../b.md", "content/articles/2025/b.md"),
        ("..\\..\\x.md", "content/articles/2025/..\\..\\x.md"),
        ("%2e%2e/x.md", "content/articles/2025/%2e%2e/x.md"),
        ("cafe\u0301.md", "content/articles/2025/caf\u00e9.md"),
        ("", "content/articles/2025"),
    ],
)
def test_a_target_is_found_from_its_file_and_stays_under_content(
    target: str, found: str | None
) -> None:
    assert resolve(BASE, target) == found


@given(st.lists(st.sampled_from(["..", ".", "", "a", "b.md"])).map("/".join))
def test_any_target_stays_under_content(target: str) -> None:
    found = resolve(BASE, target)
    assert found is None or found.split("/")[0] == "content"
    assert found is None or not {"..", ".", ""} & set(found.split("/"))
