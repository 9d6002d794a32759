"""Feeds, sitemaps and text files, through the layouts of the theme."""

import json
from datetime import UTC, datetime
from typing import Any

import feedparser
import pytest
from lxml import etree, html

from generator.model import AuthorType, Role
from generator.pages import (
    FeedPage,
    NewsEntry,
    NewsSitemapPage,
    Page,
    SitemapEntry,
    SitemapPage,
    Target,
)
from generator.paths import UrlPath
from generator.site_info import Publisher, SiteInfo
from tests.rendering.factories import (
    CALL,
    EVENING,
    HTML,
    MORNING,
    at,
    below_a_path,
    body,
    feed_item,
    feed_page,
    lines,
    logo,
    note,
    picture,
    signature,
    site,
    teaser,
    themed,
)

Untyped = Any  # lxml and feedparser carry no types

HOSTILE = "</script> ]]> \"quoted\" 'so' <b> & &amp; \x00\x0b\ufffe end"
READ = "</script> ]]> \"quoted\" 'so' <b> & &amp;  end"
FEEDS = ["rss.xml", "atom.xml"]
NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
ADDRESS = f"https://example.com{CALL}"
LINKED = '<p>See <a href="ref:0">there</a> and <a href="#note">below</a>.</p>'
MANY = feed_item(
    article=teaser(
        byline=(signature("Ana"), signature("Luis"), signature("Leo", Role.PHOTOGRAPHS)),
        picture=picture(caption="The harbour.", credit="Leo Paz"),
    ),
    body=body(LINKED, Target("/b/")),
    tags=("Sea", "Ports & ships"),
    corrections=(note("North, not south."), note("Two, not three.")),
    dateline="HAVANA",
)
CONTENT = (
    '<figure><img src="https://example.com/media/harbour.0123-1200.jpg" alt="Ships in a harbour"'
    ' width="1200" height="675"><figcaption>The harbour. <small>Leo Paz</small></figcaption>'
    "</figure>\n"
    '<p><strong class="dateline">HAVANA</strong> — See <a href="https://example.com/b/">there</a>'
    f' and <a href="{ADDRESS}#note">below</a>.</p>\n'
    "<hr><h2>Corrections</h2>"
    "<p><strong>Nov 29, 2025</strong>: North, not south.</p>"
    "<p><strong>Nov 29, 2025</strong>: Two, not three.</p>"
)


def xml(layout: str, page: Page, *texts: str, info: SiteInfo | None = None) -> Untyped:
    return etree.fromstring(themed(layout, page, *texts, info=info))


def parsed(layout: str, page: FeedPage, *texts: str, info: SiteInfo | None = None) -> Untyped:
    found = feedparser.parse(themed(layout, page, *texts, info=info))
    assert not found.bozo, found.bozo_exception
    return found


def json_feed(page: FeedPage, *texts: str, info: SiteInfo | None = None) -> Untyped:
    return json.loads(themed("feed.json", page, *texts, info=info))


def content_of(root: Untyped) -> Untyped:
    return root.xpath("//content:encoded | //a:content", namespaces=NAMES)


# -- all formats


@pytest.mark.parametrize("layout", FEEDS)
def test_a_feed_is_read_as_it_was_meant(layout: str) -> None:
    found = parsed(layout, feed_page(MANY), LINKED)
    assert found.feed.title == "The Example"
    assert found.feed.link == "https://example.com/"
    assert found.feed.language == "en"
    (entry,) = found.entries
    assert entry.id == entry.link == ADDRESS
    assert entry.title == "The call"
    assert entry.summary == "A call was made."
    assert entry.published_parsed[:5] == (2025, 11, 28, 14, 30)
    assert entry.updated_parsed[:5] == (2025, 11, 29, 23, 5)
    assert [author.name for author in entry.authors] == ["Ana", "Luis"]
    assert [tag.term for tag in entry.tags] == ["Sea", "Ports & ships"]


@pytest.mark.parametrize("layout", FEEDS)
def test_a_feed_names_itself_and_its_hub_once_each(layout: str) -> None:
    page = feed_page(MANY, hub="https://hub.example/?a=1&b=2")
    links = {link.rel: link.href for link in parsed(layout, page, LINKED).feed.links}
    assert links["hub"] == "https://hub.example/?a=1&b=2"
    assert links["self"] == "https://example.com/feed.xml"
    root = xml(layout, page, LINKED)
    rels = [link.get("rel") for link in root.xpath("/*/a:link | /rss/channel/a:link",
                                                   namespaces=NAMES)]  # fmt: skip
    assert (rels.count("hub"), rels.count("self")) == (1, 1)


@pytest.mark.parametrize("layout", FEEDS)
def test_a_feed_without_a_hub_says_nothing_of_one(layout: str) -> None:
    text = themed(layout, feed_page(MANY), LINKED)
    with_one = themed(layout, feed_page(MANY, hub="https://hub.example/"), LINKED)
    lines = [line for line in with_one.splitlines() if b"https://hub.example/" not in line]
    assert text.splitlines() == lines


def test_a_json_feed_names_its_hub_as_its_standard_has_it() -> None:
    found = json_feed(feed_page(MANY, hub="https://hub.example/"), LINKED)
    assert found["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
    assert found["feed_url"] == "https://example.com/feed.xml"
    assert "hubs" not in json_feed(feed_page(MANY), LINKED)


@pytest.mark.parametrize("layout", FEEDS)
def test_a_feed_carries_the_whole_article(layout: str) -> None:
    contents = content_of(xml(layout, feed_page(MANY), LINKED))
    assert [content.text for content in contents] == [CONTENT]


@pytest.mark.parametrize("layout", FEEDS)
def test_hostile_text_stays_text(layout: str) -> None:
    item = feed_item(
        article=teaser(title=HOSTILE, summary=HOSTILE, byline=(signature(HOSTILE),)),
        tags=(HOSTILE,),
        dateline=HOSTILE,
        corrections=(note(HOSTILE),),
    )
    root = xml(layout, feed_page(item, title=HOSTILE, description=HOSTILE))
    texts = ["".join(each.itertext()).strip() for each in root.iter()]
    assert texts.count(READ) >= 5
    (content,) = content_of(root)
    page = etree.fromstring(f"<x>{content.text.replace('<hr>', '')}</x>")
    assert page.xpath("string(//strong[1])") == READ
    assert page.xpath("string(//h2/following::p)").endswith(READ)


def test_hostile_words_of_a_picture_stay_text() -> None:
    shown = picture(caption=HOSTILE, credit=HOSTILE, alt=HOSTILE)
    (item,) = json_feed(feed_page(feed_item(article=teaser(picture=shown))))["items"]
    figure = html.fragments_fromstring(item["content_html"])[0]
    assert figure.xpath("string(img/@alt)") == READ
    assert figure.xpath("string(figcaption)") == f"{READ} {READ}"
    assert figure.xpath("string(figcaption/small)") == READ


def test_an_article_with_nothing_around_it_is_its_body() -> None:
    (item,) = json_feed(feed_page(feed_item()))["items"]
    assert item["content_html"] == HTML


@pytest.mark.parametrize("layout", FEEDS)
def test_an_empty_feed_is_valid(layout: str) -> None:
    assert parsed(layout, feed_page(updated=None)).entries == []


@pytest.mark.parametrize("layout", [*FEEDS, "feed.json"])
def test_every_address_is_below_the_sites_path(layout: str) -> None:
    info = below_a_path(publisher=Publisher("Example Media", logo=picture()))
    text = themed(layout, feed_page(MANY), LINKED, info=info).decode()
    assert "https://example.com/repo/2025/11/call/" in text
    assert "https://example.com/repo/repo" not in text
    assert text.count("https://example.com/") == text.count("https://example.com/repo/")


def test_one_correction_is_called_one() -> None:
    (item,) = json_feed(feed_page(feed_item(corrections=(note(),))))["items"]
    assert "<h2>Correction</h2>" in item["content_html"]


def test_a_text_that_opens_with_no_paragraph_has_its_dateline_before_it() -> None:
    text = "<ul><li>a</li></ul>"
    item = feed_item(body=body(text), dateline="HAVANA")
    (entry,) = json_feed(feed_page(item), text)["items"]
    dateline = '<strong class="dateline">HAVANA</strong>'
    assert entry["content_html"] == f"<p>{dateline} —</p>\n{text}"


def test_a_picture_without_words_has_no_caption() -> None:
    item = feed_item(article=teaser(picture=picture(alt='A "b" & c')))
    (entry,) = json_feed(feed_page(item))["items"]
    assert entry["content_html"].startswith(
        '<figure><img src="https://example.com/media/harbour.0123-1200.jpg"'
        ' alt="A &quot;b&quot; &amp; c" width="1200" height="675"></figure>\n'
    )


# -- RSS


def test_rss_says_where_it_is_and_when_it_changed() -> None:
    root = xml("rss.xml", feed_page())
    assert root.attrib == {"version": "2.0"}
    assert root.xpath("channel/a:link/@href", namespaces=NAMES) == ["https://example.com/feed.xml"]
    assert root.xpath("channel/a:link/@rel", namespaces=NAMES) == ["self"]
    assert root.findtext("channel/lastBuildDate") == "Sat, 29 Nov 2025 18:05:00 -0500"
    assert root.findtext("channel/description") == "News of the harbour."


def test_rss_has_the_publishers_logo_under_the_channels_own_name() -> None:
    info = site(publisher=Publisher("Example Media", logo=logo()))
    image = xml("rss.xml", feed_page(), info=info).find("channel/image")
    assert [(each.tag, each.text) for each in image] == [
        ("url", "https://example.com/media/logo.0123-144.png"),
        ("title", "The Example"),
        ("link", "https://example.com/"),
    ]
    assert xml("rss.xml", feed_page()).find("channel/image") is None


def test_an_item_of_rss_has_its_parts_in_the_order_that_readers_expect() -> None:
    item = xml("rss.xml", feed_page(MANY), LINKED).find("channel/item")
    assert [etree.QName(each).localname for each in item] == [
        *("title", "link", "guid", "pubDate", "updated", "creator", "creator"),
        *("category", "category", "description", "encoded", "content"),
    ]
    assert item.find("guid").attrib == {"isPermaLink": "true"}
    assert item.findtext("guid") == item.findtext("link") == ADDRESS
    assert item.findtext("pubDate") == "Fri, 28 Nov 2025 09:30:00 -0500"
    assert item.findtext("a:updated", namespaces=NAMES) == "2025-11-29T18:05:00-05:00"


def test_the_picture_of_an_item_has_its_words_and_credit() -> None:
    media = xml("rss.xml", feed_page(MANY), LINKED).find(".//media:content", NAMES)
    assert media.attrib == {
        "url": "https://example.com/media/harbour.0123-1200.jpg",
        "type": "image/jpeg",
        "medium": "image",
        "width": "1200",
        "height": "675",
    }
    assert media.findtext("media:description", namespaces=NAMES) == "The harbour."
    credit = media.find("media:credit", NAMES)
    assert credit.text == "Leo Paz"
    assert credit.attrib == {"role": "photographer", "scheme": "urn:ebu"}


def test_rss_calls_its_parts_by_their_full_names() -> None:
    item = xml("rss.xml", feed_page(MANY), LINKED).find("channel/item")
    creators = [each.text for each in item.findall("dc:creator", NAMES)]
    assert creators == ["Ana", "Luis"]
    assert item.find("content:encoded", NAMES) is not None


def test_an_item_says_nothing_of_what_it_lacks() -> None:
    shown = picture(alt="")
    item = feed_item(article=teaser(summary="", picture=shown))
    root = xml("rss.xml", feed_page(item))
    assert root.find(".//item/description") is None
    assert len(root.find(".//media:content", NAMES)) == 0
    root = xml("atom.xml", feed_page(item, description=""))
    assert root.find("a:subtitle", NAMES) is None
    assert root.find("a:entry/a:summary", NAMES) is None


def test_a_picture_without_a_caption_is_described_by_its_alternative() -> None:
    root = xml("rss.xml", feed_page(feed_item(article=teaser(picture=picture()))))
    assert root.findtext(".//media:description", namespaces=NAMES) == "Ships in a harbour"


@pytest.mark.parametrize(("layout", "path"), [("rss.xml", ".//item"), ("atom.xml", ".//a:entry")])
def test_an_item_of_another_language_says_so(layout: str, path: str) -> None:
    page = feed_page(feed_item(article=teaser(language="es")), feed_item())
    items = xml(layout, page).findall(path, NAMES)
    assert [item.get(f"{{{NAMES['xml']}}}lang") for item in items] == ["es", None]


# -- Atom


def test_atom_has_what_its_format_requires() -> None:
    root = xml("atom.xml", feed_page(feed_item(), url=UrlPath("/atom.xml")))
    assert root.findtext("a:id", namespaces=NAMES) == "https://example.com/atom.xml"
    assert root.findtext("a:updated", namespaces=NAMES) == "2025-11-29T18:05:00-05:00"
    links = {each.get("rel"): each.get("href") for each in root.findall("a:link", NAMES)}
    assert links == {"self": "https://example.com/atom.xml", "alternate": "https://example.com/"}
    assert root.findtext("a:author/a:name", namespaces=NAMES) == "Example Media"
    assert root.findtext("a:author/a:uri", namespaces=NAMES) == "https://example.com/"
    entry = root.find("a:entry", NAMES)
    assert entry.findtext("a:id", namespaces=NAMES) == ADDRESS
    assert entry.findtext("a:updated", namespaces=NAMES) == "2025-11-29T18:05:00-05:00"
    assert entry.find("a:content", NAMES).get("type") == "html"


def test_atom_names_who_did_not_report_as_contributors() -> None:
    entry = xml("atom.xml", feed_page(MANY), LINKED).find("a:entry", NAMES)
    people = {
        part: [[each.text for each in person] for person in entry.findall(f"a:{part}", NAMES)]
        for part in ("author", "contributor")
    }
    assert people == {
        "author": [
            ["Ana", "https://example.com/authors/ana/"],
            ["Luis", "https://example.com/authors/luis/"],
        ],
        "contributor": [["Leo", "https://example.com/authors/leo/"]],
    }


def test_an_empty_atom_feed_was_never_updated() -> None:
    root = xml("atom.xml", feed_page(updated=None))
    assert root.findtext("a:updated", namespaces=NAMES) == "1970-01-01T00:00:00Z"


# -- JSON Feed


def test_a_json_feed_says_what_it_is() -> None:
    page = feed_page(url=UrlPath("/feed.json"))
    assert json_feed(page) == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Example",
        "home_page_url": "https://example.com/",
        "feed_url": "https://example.com/feed.json",
        "description": "News of the harbour.",
        "language": "en",
        "authors": [{"name": "Example Media", "url": "https://example.com/"}],
        "items": [],
    }


@pytest.mark.parametrize(
    ("width", "height", "is_icon"), [(512, 512, True), (511, 511, False), (512, 600, False)]
)
def test_a_logo_that_is_square_and_large_is_the_icon_of_a_json_feed(
    width: int, height: int, is_icon: bool
) -> None:
    of = site(publisher=Publisher("Example Media", logo=logo(width, height)))
    found = json_feed(feed_page(), info=of)
    stem = "https://example.com/media/logo.0123"
    icons = (f"{stem}-512.png", f"{stem}-144.png") if is_icon else (None, None)
    assert (found.get("icon"), found.get("favicon")) == icons


def test_an_item_of_a_json_feed_has_the_same_text_as_the_others() -> None:
    (item,) = json_feed(feed_page(MANY), LINKED)["items"]
    assert item == {
        "id": ADDRESS,
        "url": ADDRESS,
        "title": "The call",
        "summary": "A call was made.",
        "content_html": CONTENT,
        "image": "https://example.com/media/harbour.0123-1200.jpg",
        "date_published": "2025-11-28T09:30:00-05:00",
        "date_modified": "2025-11-29T18:05:00-05:00",
        "authors": [
            {"name": "Ana", "url": "https://example.com/authors/ana/"},
            {"name": "Luis", "url": "https://example.com/authors/luis/"},
        ],
        "tags": ["Sea", "Ports & ships"],
        "language": "en",
    }


def test_a_json_feed_writes_letters_as_letters() -> None:
    assert '"title": "Díaz"' in themed("feed.json", feed_page(title="Díaz")).decode()


def test_a_json_feed_keeps_hostile_text_as_text() -> None:
    (item,) = json_feed(feed_page(feed_item(article=teaser(title=HOSTILE))))["items"]
    assert item["title"] == READ


def test_a_json_feed_has_one_line_for_each_item() -> None:
    text = themed("feed.json", feed_page(feed_item(), feed_item())).decode()
    assert sum(line.startswith('{"id": ') for line in text.splitlines()) == 2


def test_where_nobody_is_named_the_desk_is_an_author() -> None:
    desk = signature("World Desk", Role.DATA, AuthorType.DESK)
    (item,) = json_feed(feed_page(feed_item(article=teaser(byline=(desk,)))))["items"]
    assert item["authors"] == [
        {"name": "World Desk", "url": "https://example.com/authors/world-desk/"}
    ]


# -- sitemaps and text files


def test_a_sitemap_lists_addresses_with_their_last_change() -> None:
    entries = (SitemapEntry(CALL, EVENING), SitemapEntry(UrlPath("/a&b/"), None))
    root = xml("sitemap.xml", SitemapPage(entries), info=below_a_path())
    assert root.tag == f"{{{NAMES['map']}}}urlset"
    assert [[each.text for each in url] for url in root] == [
        ["https://example.com/repo/2025/11/call/", "2025-11-29T18:05:00-05:00"],
        ["https://example.com/repo/a&b/"],
    ]


def test_an_index_lists_sitemaps() -> None:
    entry = SitemapEntry(UrlPath("/sitemap-1.xml"), datetime(2025, 1, 2, tzinfo=UTC))
    root = xml("sitemap.xml", SitemapPage((entry,), is_index=True))
    assert root.tag == f"{{{NAMES['map']}}}sitemapindex"
    (child,) = root
    assert etree.QName(child).localname == "sitemap"
    assert [each.text for each in child] == [
        "https://example.com/sitemap-1.xml",
        "2025-01-02T00:00:00+00:00",
    ]


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("es-419", "es"),
        ("en", "en"),
        ("", "en"),
        ("zh-Hant", "zh-tw"),
        ("zh-TW", "zh-tw"),
        ("zh-CN", "zh-cn"),
        ("zh", "zh-cn"),
    ],
)
def test_a_news_sitemap_gives_the_headline_the_time_and_the_language(
    language: str, code: str
) -> None:
    page = NewsSitemapPage((NewsEntry(CALL, HOSTILE, language, MORNING),))
    root = xml("news-sitemap.xml", page)
    found = {each.tag.partition("}")[2]: each.text for each in root.iter() if each.text.strip()}
    assert found == {
        "loc": ADDRESS,
        "name": "The Example",
        "language": code,
        "publication_date": "2025-11-28T09:30:00-05:00",
        "title": READ,
    }


def test_an_older_article_stays_in_the_news_sitemap_without_its_news() -> None:
    root = xml("news-sitemap.xml", NewsSitemapPage((NewsEntry(CALL, "The call", "en", None),)))
    assert root.findtext("map:url/map:loc", namespaces=NAMES) == ADDRESS
    assert root.find(".//news:news", NAMES) is None


def test_a_text_file_is_written_as_it_is() -> None:
    page = lines("User-agent: *", "Disallow: /a?b&c=<d>", "", "Sitemap: https://example.com/s.xml")
    assert themed("text.txt", page) == (
        b"User-agent: *\nDisallow: /a?b&c=<d>\n\nSitemap: https://example.com/s.xml\n"
    )


@pytest.mark.parametrize(
    ("layout", "page"),
    [
        ("rss.xml", feed_page(MANY)),
        ("atom.xml", feed_page(MANY)),
        ("sitemap.xml", SitemapPage((SitemapEntry(CALL, EVENING),))),
        ("news-sitemap.xml", NewsSitemapPage((NewsEntry(CALL, "The call", "en", MORNING),))),
    ],
)
def test_a_document_starts_with_its_declaration_and_has_no_gaps(layout: str, page: Page) -> None:
    text = themed(layout, page, LINKED).decode()
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<')
    assert "\n\n" not in text


def test_an_article_with_a_date_only_has_a_whole_time_in_a_feed() -> None:
    day = at(datetime(2025, 11, 28, tzinfo=UTC), has_time=False)
    (entry,) = parsed("rss.xml", feed_page(feed_item(article=teaser(published=day)))).entries
    assert entry.published == "Fri, 28 Nov 2025 00:00:00 +0000"
