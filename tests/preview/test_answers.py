"""Which file answers which address."""

import pytest

from generator.media_types import served_as
from generator.paths import OutputPath
from generator.preview.answers import Answer, look_up

OUTPUTS = frozenset(
    map(
        OutputPath,
        (
            "index.html", "404.html", "2025/11/call/index.html", "old.html", "feed.xml",
            "assets/site.61f0.css", "etiquetas/economía/index.html", ".well-known/security.txt",
            "100%/index.html",
        ),
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/", "index.html"),
        ("/index.html", "index.html"),
        ("/2025/11/call/", "2025/11/call/index.html"),
        ("/%32025/11/call/index.html", "2025/11/call/index.html"),
        ("/old.html", "old.html"),
        ("/assets/site.61f0.css", "assets/site.61f0.css"),
        ("/etiquetas/econom%C3%ADa/", "etiquetas/economía/index.html"),
        ("/etiquetas/economi%CC%81a/", "etiquetas/economía/index.html"),
        ("/etiquetas/econom\u00c3\u00ada/", "etiquetas/economía/index.html"),
        ("/.well-known/security.txt", ".well-known/security.txt"),
        ("/100%25/", "100%/index.html"),
    ],
)
def test_an_address_finds_its_output_however_it_is_spelled(address: str, path: str) -> None:
    assert look_up(address, OUTPUTS) == Answer(OutputPath(path))


@pytest.mark.parametrize(
    ("address", "there"),
    [("/2025/11/call", "/2025/11/call/"), ("/100%25", "/100%25/")],
)
def test_a_folder_without_its_slash_leads_to_the_one_with_it(address: str, there: str) -> None:
    assert look_up(address, OUTPUTS).moved_to == there


@pytest.mark.parametrize(
    "address",
    [
        "", "*", "index.html", "http://evil.example/", "//", "//index.html", "//evil.example/",
        "/nothing", "/2025/11/", "/2025/11/call/index.html/", "/INDEX.HTML", "/../index.html",
        "/2025/../index.html", "/%2e%2e/index.html", "/..%2findex.html", "/./index.html",
        "/..\\index.html", "/2025%5c11%5ccall%5c", "/index.html\x00", "/index.html%00",
        "/index.html%00.css", "/%c0%ae%c0%ae/index.html", "/%c0%afindex.html", "/%ff",
        "/%ed%a0%80", "/.env", "/.git/config", "/\u20ac", "/index.html%20", "/index.html.",
        "/index.html::$DATA",
    ],
)  # fmt: skip
def test_any_other_address_finds_nothing(address: str) -> None:
    assert look_up(address, OUTPUTS) == Answer()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("a/site.61f0.css", "text/css; charset=utf-8"),
        ("a/app.js", "text/javascript; charset=utf-8"),
        ("a/icon.svg", "image/svg+xml"),
        ("feed.xml", "application/xml; charset=utf-8"),
        ("feed.json", "application/json"),
        ("media/a.JPG", "image/jpeg"),
        ("media/a.avif", "image/avif"),
        ("fonts/serif.woff2", "font/woff2"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("site.webmanifest", "application/manifest+json"),
        ("report.pdf", "application/pdf"),
        ("CNAME", "application/octet-stream"),
    ],
)
def test_types_are_the_same_on_every_machine(path: str, kind: str) -> None:
    assert served_as(path) == kind
