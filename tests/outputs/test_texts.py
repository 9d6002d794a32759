"""ads.txt, trust.txt, the key of IndexNow, and the list of feeds."""

from pathlib import Path
from xml.etree import ElementTree as ET

from generator.config import AdsConfig, TrustConfig
from generator.pages import FeedEntry, FeedsPage, IndexKind
from generator.paths import UrlPath
from tests.outputs.hosted import lines
from tests.planning.newsroom import article, page_at, plan
from tests.site_kit import THEME, build_at, public
from tests.site_kit import article as article_file
from tests.site_kit import site as site_at


def test_nothing_is_made_that_site_toml_does_not_ask_for() -> None:
    assert not {"ads.txt", "trust.txt", ".well-known/security.txt"} & set(plan().outputs)


def test_ads_txt_lists_who_may_sell() -> None:
    ads = AdsConfig(
        ("google.com, pub-1, DIRECT, f08c47fec0942fa0", "b.example, 2, RESELLER"),
        "example.com", "manager.example, US", "ads@example.com",
    )  # fmt: skip
    assert lines(plan(ads=ads), "ads.txt") == (
        "google.com, pub-1, DIRECT, f08c47fec0942fa0",
        "b.example, 2, RESELLER",
        "OWNERDOMAIN=example.com",
        "MANAGERDOMAIN=manager.example, US",
        "CONTACT=ads@example.com",
    )


def test_ads_txt_without_sellers_says_that_there_are_none() -> None:
    assert lines(plan(ads=AdsConfig()), "ads.txt") == (
        "placeholder.example.com, placeholder, DIRECT, placeholder",
    )


def test_trust_txt_has_a_line_for_each_address() -> None:
    trust = TrustConfig(False, (("social", ("https://a.example/@x", "https://b.example/x")),))
    assert lines(plan(trust=trust), "trust.txt") == (
        "social=https://a.example/@x",
        "social=https://b.example/x",
        "datatrainingallowed=no",
    )
    assert lines(plan(trust=TrustConfig(True)), "trust.txt") == ("datatrainingallowed=yes",)
    assert "trust.txt" not in plan(trust=TrustConfig()).outputs


def test_the_key_of_indexnow_stands_in_a_file_of_its_name() -> None:
    assert lines(plan(indexnow="abcd-1234"), "abcd-1234.txt") == ("abcd-1234",)


def test_the_list_of_feeds_has_each_feed_once_in_groups() -> None:
    made = page_at(plan(article(), sections=()), "feeds.opml", FeedsPage)
    assert made == FeedsPage(
        FeedEntry("The Example", UrlPath("/feed.xml"), UrlPath("/")),
        (
            (
                IndexKind.AUTHORS,
                (
                    FeedEntry(
                        "Ana Díaz – The Example",
                        UrlPath("/authors/ana-diaz/feed.xml"),
                        UrlPath("/authors/ana-diaz/"),
                    ),
                ),
            ),
        ),
    )


def test_the_list_of_feeds_leads_to_feeds_that_exist(tmp_path: Path) -> None:
    project = site_at(
        tmp_path,
        {"content/articles/a.md": article_file("A", tags='["R&D <x>"]'), "content/x.txt": ""},
        theme=THEME,
    )
    build_at(project)
    files = public(project)
    root = ET.fromstring(files["feeds.opml"])
    outlines = root.findall(".//outline[@xmlUrl]")
    assert root.get("version") == "2.0"
    assert "R&D <x> – The Example" in {each.get("title") for each in outlines}
    assert all(each.get("text") for each in root.iter("outline"))
    paths = [each.get("xmlUrl", "").removeprefix("https://example.com/") for each in outlines]
    assert sorted(paths) == sorted(p for p in files if p.endswith("feed.xml"))
