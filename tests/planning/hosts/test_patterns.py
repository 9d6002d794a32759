"""Patterns of addresses: whatever host reads them, each address is matched by exactly one."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.planning.hosts.patterns import cover, expression, matches, shaped

NAMES = st.sampled_from(
    ["media", "Media", "media-kit", "assets", "tags", "tag", "feed", "feed.xml", "2025",
     "2025-review", "a", "b", "page", "x.avif", "index", "é"]
)  # fmt: skip
URLS = st.builds(
    lambda parts, slash: "/" + "/".join(parts) + ("/" if parts and slash else ""),
    st.lists(NAMES, max_size=4),
    st.booleans(),
)
LITERALS = ("feed.xml",)


def value_of(url: str) -> str:
    if url.startswith("/media/"):
        return "pictures"
    return "feeds" if url.endswith("/feed.xml") else "pages"


def cloudflare(pattern: str) -> re.Pattern[str]:
    """Return what Cloudflare's own rules engine makes of a pattern."""
    parts = (re.sub(r"[-/\\^$*+?.()|\[\]{}]", r"\\\g<0>", part) for part in pattern.split("*"))
    return re.compile("^" + re.sub(r":[A-Za-z]\w*", "[^/]+", ".*".join(parts)) + "$")


def netlify(pattern: str) -> re.Pattern[str]:
    """Return what Netlify's own parser of headers makes of a pattern."""
    parts = (
        "([^/]+)" if part.startswith(":") else "?(.*)" if part == "*"
        else part.replace("*", "(.*)") if "*" in part else re.escape(part)
        for part in pattern.split("/") if part
    )  # fmt: skip
    return re.compile(f"^/{'/'.join(parts)}/?$", re.IGNORECASE)


def distinct(urls: list[str]) -> list[str]:
    """Leave out what could not stand beside another on every disk, or is a folder and a file."""
    taken: set[str] = set()
    kept = []
    for url in urls:
        path = url.strip("/").casefold()
        folders = {path[:at] for at, letter in enumerate(path) if letter == "/"}
        inside = any(each.startswith(f"{path}/") for each in taken) and not url.endswith("/")
        if path not in taken and not inside and not (folders & {t for t in taken if "." in t}):
            taken.add(path)
            kept.append(url)
    return kept


@pytest.mark.parametrize("host", [cloudflare, netlify])
@given(urls=st.lists(URLS, max_size=12).map(distinct))
def test_every_address_has_one_pattern_with_its_value(
    host: Callable[[str], re.Pattern[str]], urls: list[str]
) -> None:
    patterns = cover(shaped(urls, LITERALS), value_of, None)
    for url in urls:
        found = [value for pattern, value in patterns.items() if host(pattern).match(url)]
        assert found == [value_of(url)], (url, patterns)


def test_a_folder_of_one_value_needs_one_pattern() -> None:
    urls = ["/2025/11/a/", "/2025/", "/media/a.jpg", "/media/b.avif"]
    assert cover(shaped(urls, ()), value_of) == {"/2025/*": "pages", "/media/*": "pictures"}


def test_a_folder_whose_name_starts_another_is_told_by_its_shapes() -> None:
    urls = ["/media/a.jpg", "/media/deep/b.jpg", "/media-kit/", "/media-kit/logos/"]
    assert cover(shaped(urls, ()), value_of) == {
        "/media/:a": "pictures",
        "/media/:a/:b": "pictures",
        "/media-kit/*": "pages",
    }


def test_a_folder_of_several_values_is_told_by_its_shapes() -> None:
    urls = ["/tags/", "/tags/flood/", "/tags/flood/page/1/", "/tags/flood/feed.xml"]
    assert cover(shaped(urls, LITERALS), value_of) == {
        "/tags/": "pages",
        "/tags/:a/": "pages",
        "/tags/:a/:b/:c/": "pages",
        "/tags/:a/feed.xml": "feeds",
    }


def test_shapes_that_would_meet_give_way_to_their_addresses() -> None:
    urls = ["/tags/flood/feed.xml", "/tags/flood/old/", "/tags/rain/old/"]
    assert cover(shaped(urls, LITERALS), value_of) == {
        "/tags/flood/feed.xml": "feeds",
        "/tags/flood/old/": "pages",
        "/tags/rain/old/": "pages",
    }


def test_only_some_folders_may_be_asked_for_and_the_others_still_count() -> None:
    urls = ["/media/a.jpg", "/media-kit/", "/about/"]
    assert cover(shaped(urls, ()), value_of, {"media"}) == {"/media/:a": "pictures"}


def test_a_pattern_is_written_as_an_expression() -> None:
    assert expression("/*") == "^/.*$"
    assert expression("/media/*.avif") == r"^/media/.*\.avif$"
    assert expression("/tags/:a/feed.xml") == r"^/tags/[^/]+/feed\.xml$"


@pytest.mark.parametrize(
    ("pattern", "url", "fits"),
    [
        ("/*", "/", True),
        ("/media/*", "/media/a.jpg", True),
        ("/media/*", "/media-kit/", False),
        ("/tags/:a/feed.xml", "/tags/x/feed.xml", True),
        ("/tags/:a/feed.xml", "/tags/x/y/feed.xml", False),
        ("/feed.xml", "/feedXxml", False),
    ],
)
def test_a_pattern_is_taken_literally(pattern: str, url: str, fits: bool) -> None:
    assert matches(pattern, url) is fits
