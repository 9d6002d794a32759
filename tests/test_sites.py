"""Whole small sites, one for each behaviour, compared with what is expected byte for byte.

Of what is drawn only format and size are compared: its bytes may differ with a library's version,
and tests/imaging looks into them.

`pytest --update-golden` rewrites what is expected; whoever does that reads the difference.
"""

import json
import re
import shutil
import tomllib
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree
from PIL import Image

from tests.strict_html import read_html
from tests.whole_sites import SITES, build_golden, files_of, golden_sites

NAMES = golden_sites()
PICTURES = (".avif", ".webp", ".jpg", ".png", ".ico")


@pytest.mark.parametrize("name", NAMES)
def test_a_site_is_built_as_expected(
    name: str, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    files = build_golden(name, tmp_path).files
    made = {path: described(path, data) for path, data in files.items()}
    expected = SITES / name / "expected"
    if pytestconfig.getoption("--update-golden"):
        shutil.rmtree(expected, ignore_errors=True)
        for path, data in made.items():
            (expected / path).parent.mkdir(parents=True, exist_ok=True)
            (expected / path).write_bytes(data)
    wanted = files_of(expected)
    assert sorted(made) == sorted(wanted)
    for path, data in wanted.items():
        assert made[path].decode(errors="replace") == data.decode(errors="replace"), path
        assert made[path] == data, path


def described(path: str, data: bytes) -> bytes:
    """Return what is compared of a file: of a picture and of a font no more than its size."""
    if path.endswith(".woff2"):
        return f"a font of {len(data)} bytes\n".encode()
    if not path.endswith(PICTURES):
        return data
    with Image.open(BytesIO(data)) as image:
        return f"{image.format}, {image.width} x {image.height} pixels\n".encode()


def base_of(name: str) -> str:
    config = tomllib.loads((SITES / name / "site.toml").read_text("utf-8"))
    return str(config["base_url"]).rstrip("/")


@pytest.mark.parametrize("name", NAMES)
def test_every_address_in_what_is_expected_leads_somewhere(name: str) -> None:
    base, files = urlsplit(base_of(name)), files_of(SITES / name / "expected")
    found = set()
    for path, data in files.items():
        if path.endswith(".html"):
            elements = read_html(data.decode())[0].walk()
            found |= {each.get(key) for each in elements for key in ("href", "src")}
        elif path.endswith((".xml", ".json", ".txt")):
            found |= set(re.findall(rf"{re.escape(base_of(name))}[^\s\"<>&\\\\]*", data.decode()))
    for url in found:
        parts = urlsplit(url)
        if parts.netloc not in ("", base.netloc) or not parts.path or parts.scheme == "mailto":
            continue
        assert parts.path.startswith(f"{base.path}/"), url
        target = unquote(parts.path.removeprefix(f"{base.path}/"))
        assert target + ("index.html" if not target or target.endswith("/") else "") in files, url


@pytest.mark.parametrize("name", NAMES)
def test_what_is_expected_for_machines_can_be_read_by_them(name: str) -> None:
    for path, data in files_of(SITES / name / "expected").items():
        if path.endswith(".xml"):
            etree.fromstring(data)
        if path.endswith(".json"):
            json.loads(data)


def test_nothing_leaks_of_what_is_not_public(tmp_path: Path) -> None:
    made = build_golden("states", tmp_path)
    sources = files_of(SITES / "states" / "content")
    hidden = [path for path, data in sources.items() if b"Secret " in data]
    pictures = [f"images/{Path(path).stem}{end}.png" for path in hidden for end in ("", "-inside")]
    assert len(hidden) == 15
    for path, data in made.files.items():
        assert b"secret" not in data.lower(), path
        assert "secret" not in path
        assert data not in [sources[picture] for picture in pictures if picture in sources], path


def test_a_link_to_what_is_not_public_is_told_with_its_place(tmp_path: Path) -> None:
    told = [str(problem) for problem in build_golden("states", tmp_path).report.problems]
    start = "content/articles/live.md:13:"
    assert told == [
        (
            f"{start}31: warning: leads to content/articles/draft.md,"
            " which is a draft: shown without its link"
        ),
        (
            f"{start}53: warning: leads to content/articles/scheduled.md,"
            " which is scheduled for later: shown without its link"
        ),
        (
            f"{start}79: warning: leads to content/articles/embargoed.md,"
            " which is under embargo: shown without its link"
        ),
        (
            f"{start}103: warning: leads to content/articles/expired.md,"
            " which has expired: shown without its link"
        ),
        (
            "content/pages/about.md:5:13: warning: leads to content/authors/nobody.md,"
            " which signs no public article: shown without its link"
        ),
        (
            "content/pages/about.md:5:62: warning: leads to content/pages/unfinished.md,"
            " which is a draft: shown without its link"
        ),
    ]


def test_the_changes_to_come_are_known(tmp_path: Path) -> None:
    changes = build_golden("states", tmp_path).report.changes
    told = [
        f"{each.at:%m-%d %H:%M} {each.reason.removeprefix('content/articles/')}" for each in changes
    ]
    assert told == [
        "12-01 04:01 embargoed.md: goes live",
        "12-01 04:01 expires-later.md: expires",
        "12-01 04:01 scheduled.md: goes live",
        "12-01 09:00 updated.md: leaves the news sitemap",
        "12-02 09:00 live.md: leaves the news sitemap",
        "12-03 04:00 released.md: leaves the news sitemap",
        "12-03 04:01 embargoed.md: leaves the news sitemap",
        "12-03 04:01 scheduled.md: leaves the news sitemap",
    ]
