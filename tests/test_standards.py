"""What the standards want of a built site, field by field, read from its files alone."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import feedparser
import pytest
from lxml import etree
from PIL import Image

from generator.outputs import sitemaps
from tests.strict_html import Element, read_html
from tests.whole_sites import Built, build_golden, sample_site

Entity = dict[str, Any]  # what JSON holds, and what lxml and feedparser return
Node = Any

NOW = datetime(2025, 12, 1, 9, 0, tzinfo=UTC)
NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}
SEARCH = "search/index.html"  # the one page that runs a script
VIEWPORT = "width=device-width, initial-scale=1"
PREFIX = "og: https://ogp.me/ns# article: https://ogp.me/ns/article#"
LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}([+-]\d{2}:\d{2}|Z)")
RASTER = {"image/jpeg", "image/png", "image/webp", "image/gif"}
FEED_TYPES = {"feed.xml": "application/rss+xml", "atom.xml": "application/atom+xml",
              "feed.json": "application/feed+json"}  # fmt: skip
POLICIES = {"publishingPrinciples", "correctionsPolicy", "ethicsPolicy", "masthead",
            "ownershipFundingInfo", "unnamedSourcesPolicy",
            "verificationFactCheckingPolicy", "actionableFeedbackPolicy", "diversityPolicy",
            "missionCoveragePrioritiesPolicy", "noBylinesPolicy"}  # fmt: skip
ADDRESS_KEYS = {"url", "item", "@id", "contentUrl"} | POLICIES


class Page:
    """A page of a built site, as a strict reader sees it."""

    def __init__(self, site: "Site", path: str, text: str) -> None:
        self.site = site
        self.path = path
        self.text = text
        self.root, self.faults = read_html(text)

    @property
    def url(self) -> str:
        return f"{self.site.base}/{self.path.removesuffix('index.html')}"

    def metas(self, key: str, name: str) -> list[str]:
        return [m.get("content") for m in self.root.all("meta") if m.get(key) == name]

    def meta(self, name: str) -> str:
        (found,) = self.metas("name", name)
        return found

    def prop(self, name: str) -> str:
        (found,) = self.metas("property", name)
        return found

    def links(self, rel: str) -> list[Element]:
        return [each for each in self.root.all("link") if each.get("rel") == rel]

    @property
    def canonical(self) -> str:
        (found,) = self.links("canonical")
        return found.get("href")

    @property
    def is_redirect(self) -> bool:
        return bool(self.metas("http-equiv", "refresh"))

    @property
    def is_indexable(self) -> bool:
        return "noindex" not in self.meta("robots")

    @property
    def is_article(self) -> bool:
        return bool(self.entities("NewsArticle"))

    @cached_property
    def data(self) -> list[Entity]:
        scripts = (each for each in self.root.all("script") if each.get("type") != "module")
        return [json.loads(script.text) for script in scripts]

    def entities(self, kind: str) -> list[Entity]:
        return [each for each in self.data if each["@type"] == kind]

    def entity(self, kind: str) -> Entity:
        (found,) = self.entities(kind)
        return found


class Site:
    """A built site, with its pages read."""

    def __init__(self, built: Built) -> None:
        self.built = built
        self.files = built.files
        self.base = built.base_url
        self.host = urlsplit(self.base).netloc
        self.path = urlsplit(self.base).path
        html = sorted(path for path in self.files if path.endswith(".html"))
        self.every = {path: Page(self, path, built.text(path)) for path in html}
        self.pages = {path: page for path, page in self.every.items() if not page.is_redirect}
        self.redirects = {path: page for path, page in self.every.items() if page.is_redirect}
        self.articles = {path: page for path, page in self.pages.items() if page.is_article}
        self.public = {path: page for path, page in self.pages.items() if page.is_indexable}

    def file_at(self, url: str) -> str | None:
        """Return the file that a host serves at an address of this site; None for another's."""
        parts = urlsplit(url)
        if parts.netloc not in ("", self.host):
            return None
        assert parts.path.startswith(f"{self.path}/"), url
        path = unquote(parts.path.removeprefix(f"{self.path}/"))
        file = path + "index.html" if not path or path.endswith("/") else path
        assert file in self.files, f"{url} leads to {file}, which is none"
        return file

    def xml(self, path: str) -> Node:
        return etree.fromstring(self.files[path])

    def feeds(self, name: str) -> dict[str, Node]:
        return {path: self.xml(path) for path in self.files if path.rpartition("/")[2] == name}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("standards")


@pytest.fixture(scope="module", params=["sample", "below-a-path", "everything"])
def site(request: pytest.FixtureRequest, folder: Path) -> Site:
    if request.param == "everything":
        return Site(build_golden("everything", folder))
    base_url = "https://host.example/repo" if request.param == "below-a-path" else ""
    return Site(sample_site(folder / request.param, NOW, base_url))


def moment(text: str) -> datetime:
    """Read an instant, which must say its zone."""
    assert MOMENT.fullmatch(text), text
    return datetime.fromisoformat(text)


# -- the document


def test_every_page_is_strictly_valid_and_has_no_inline_code(site: Site) -> None:
    assert {path: page.faults for path, page in site.every.items() if page.faults} == {}


def test_every_page_says_its_language_its_encoding_and_that_it_fits_any_width(site: Site) -> None:
    for path, page in site.every.items():
        assert LANGUAGE_TAG.fullmatch(page.root.one("html").get("lang")), path
        assert site.files[path].index(b'<meta charset="utf-8">') < 1024
        assert page.meta("viewport") == VIEWPORT
        assert page.root.all("head")[0].all("meta")[0].get("charset") == "utf-8"


def test_titles_are_unique_over_the_site(site: Site) -> None:
    titles = Counter(page.root.one("title").text for page in site.public.values())
    assert [title for title, count in titles.items() if count > 1 or not title] == []


def test_descriptions_are_unique_over_the_site(site: Site) -> None:
    found = Counter(page.meta("description") for page in site.public.values())
    assert [text for text, count in found.items() if count > 1 or not text] == []


def test_a_page_has_one_address_everywhere_it_says_it(site: Site) -> None:
    for path, page in site.public.items():
        assert page.canonical == page.prop("og:url")
        if urlsplit(page.canonical).netloc == site.host:
            assert page.canonical == page.url, path
        assert page.canonical.startswith("https://")


def test_indexable_pages_allow_large_pictures_and_no_others_are_indexed(site: Site) -> None:
    for page in site.public.values():
        assert page.meta("robots") == "max-image-preview:large"
    hidden = {
        path: page.meta("robots") for path, page in site.every.items() if path not in site.public
    }
    assert set(hidden.values()) == {"noindex"}
    assert "404.html" in hidden


def test_every_page_has_what_link_previews_need(site: Site) -> None:
    for path, page in site.pages.items():
        title = page.root.one("title").text
        assert page.prop("og:title") in title
        assert page.prop("og:type") == ("article" if page.is_article else "website"), path
        assert page.prop("og:description") == page.meta("description")
        assert title.endswith(page.prop("og:site_name"))
        assert re.fullmatch(r"[a-z]{2}_[A-Z]{2}", page.prop("og:locale") if page.metas(
            "property", "og:locale") else "en_US")  # fmt: skip
        assert page.root.one("html").get("prefix") == PREFIX
        assert page.meta("twitter:title") == page.prop("og:title")
        assert page.meta("twitter:description") == page.prop("og:description")
        assert page.meta("twitter:image") == page.prop("og:image")


def test_the_picture_of_a_preview_is_described_as_it_is(site: Site) -> None:
    for path, page in site.pages.items():
        names = [meta.get("property") for meta in page.root.all("meta")]
        start = names.index("og:image")
        assert names[start : start + 5] == [
            "og:image", "og:image:width", "og:image:height", "og:image:type", "og:image:alt",
        ], path  # fmt: skip
        file = site.file_at(page.prop("og:image"))
        assert file is not None
        with Image.open(BytesIO(site.files[file])) as image:
            assert page.prop("og:image:width") == str(image.width)
            assert page.prop("og:image:height") == str(image.height)
            assert page.prop("og:image:type") == Image.MIME[image.format or ""]
            is_wide = image.width > image.height
        assert page.prop("og:image:type") in RASTER
        assert page.prop("og:image").startswith(site.base)
        assert page.meta("twitter:image:alt") == page.prop("og:image:alt")
        assert page.meta("twitter:card") == ("summary_large_image" if is_wide else "summary")


def test_an_article_says_its_times_people_and_subjects(site: Site) -> None:
    for path, page in site.articles.items():
        article = page.entity("NewsArticle")
        assert page.prop("article:published_time") == article["datePublished"]
        assert page.prop("article:modified_time") == article["dateModified"]
        assert page.metas("property", "article:tag") == article.get("keywords", [])
        assert page.metas("property", "article:section") == [
            section for section in [article.get("articleSection")] if section
        ]
        people = page.metas("property", "article:author")
        assert people, path
        for person in people:
            site.file_at(person)


def test_pages_announce_feeds_that_exist_their_own_first(site: Site) -> None:
    for path, page in site.pages.items():
        found = [(each.get("type"), each.get("title"), each.get("href"))
                 for each in page.links("alternate")]  # fmt: skip
        assert len(set(found)) == len(found) >= 3
        for kind, title, href in found:
            file = site.file_at(href)
            assert file is not None
            assert title
            assert FEED_TYPES[file.rpartition("/")[2]] == kind
        folder = path.removesuffix("index.html").split("page/")[0]
        if folder.startswith(("tags/", "authors/", "sections/")) and folder.count("/") == 2:
            assert found[0][2] == f"{site.path}/{folder}feed.xml"


def test_the_dates_that_readers_see_are_those_that_machines_read(site: Site) -> None:
    for page in site.articles.values():
        article = page.entity("NewsArticle")
        times = {
            each.get("class"): each.get("datetime")
            for each in page.root.all("article")[0].all("time")
        }
        assert times["dt-published"] == article["datePublished"]
        shown = [
            times.get("dt-updated"),
            *(c["datePublished"] for c in article.get("correction", ())),
        ]
        latest = max(filter(None, [article["datePublished"], *shown]), key=moment)
        assert article["dateModified"] == latest
        facts = next(e for e in page.root.walk() if e.get("class") == "dates")
        assert facts.text.startswith("Published ")
        assert ("Updated " in facts.text) == ("dt-updated" in times)


def test_every_author_is_named_and_leads_to_a_profile(site: Site) -> None:
    for page in site.articles.values():
        byline = next(e for e in page.root.walk() if e.get("class") == "byline")
        article = page.entity("NewsArticle")
        shown = {urljoin(page.url, each.get("href")): each.text for each in byline.all("a")}
        for author in article["author"]:
            assert shown[author["url"]] == author["name"]
        for url in shown:
            file = site.file_at(url)
            assert file is not None
            assert site.pages[file].entities("ProfilePage"), url


# -- structured data


def entities_of(value: object) -> Iterator[Entity]:
    """Yield every entity inside a value, itself first."""
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from entities_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from entities_of(each)


def test_every_script_is_one_entity_that_names_its_vocabulary(site: Site) -> None:
    for path, page in site.pages.items():
        kinds = {each.get("type") for each in page.root.all("script")}
        assert kinds <= {"application/ld+json", *(["module"] if path == SEARCH else [])}
        for entity in page.data:
            assert entity["@context"] == "https://schema.org"
            assert isinstance(entity["@type"], str)
            assert "@graph" not in entity
        entities = [entity["@type"] for entity in page.data]
        assert len(set(entities)) == len(entities)


def test_structured_data_says_nothing_empty_and_its_addresses_are_whole(site: Site) -> None:
    for page in site.pages.values():
        for entity in entities_of(page.data):
            for key, value in entity.items():
                assert value not in ("", [], {}, None), key
                if key in ADDRESS_KEYS:
                    assert urlsplit(value).scheme == "https", (key, value)
                    site.file_at(value)


def test_pictures_in_structured_data_have_sizes_in_pixels(site: Site) -> None:
    found = [
        entity
        for page in site.pages.values()
        for entity in entities_of(page.data)
        if entity.get("@type") == "ImageObject"
    ]
    assert found
    for entity in found:
        file = site.file_at(entity["contentUrl"])
        assert file is not None
        with Image.open(BytesIO(site.files[file])) as image:
            assert entity["width"] == f"{image.width} px"
            assert entity["height"] == f"{image.height} px"
        assert entity["url"] == entity["contentUrl"]


def test_a_news_article_has_every_property_that_search_wants(site: Site) -> None:
    assert site.articles
    for page in site.articles.values():
        article = page.entity("NewsArticle")
        assert article["headline"] == page.root.one("h1").text
        assert article["mainEntityOfPage"] == {"@type": "WebPage", "@id": page.canonical}
        assert article["isAccessibleForFree"] is True
        assert article["description"] == page.meta("description")
        assert article["inLanguage"] == page.root.all("article")[0].get("lang") or "en"
        assert article["wordCount"] > 0
        assert moment(article["datePublished"]) <= moment(article["dateModified"])
        for image in article.get("image", []):
            assert int(image["width"].split()[0]) * int(image["height"].split()[0]) >= 50_000
            assert image["contentUrl"].startswith(page.prop("og:image").rpartition("-")[0])


def test_authors_are_people_or_desks_with_nothing_but_their_names(site: Site) -> None:
    for page in site.articles.values():
        people = page.entity("NewsArticle")["author"]
        assert isinstance(people, list)
        for person in people:
            assert person["@type"] in ("Person", "Organization")
            assert set(person) == {"@type", "name", "url"}
            assert not person["name"].lower().startswith("by ")


def test_every_article_carries_its_publisher_in_full(site: Site) -> None:
    for page in site.articles.values():
        publisher = page.entity("NewsArticle")["publisher"]
        assert publisher["@type"] == "NewsMediaOrganization"
        assert {"@id", "name", "url", "logo"} <= publisher.keys()
        assert int(publisher["logo"]["width"].split()[0]) >= 112


def test_corrections_are_said_to_machines_and_to_readers_alike(site: Site) -> None:
    corrected = [
        page for page in site.articles.values() if page.entity("NewsArticle").get("correction")
    ]
    assert corrected
    for page in corrected:
        for note in page.entity("NewsArticle")["correction"]:
            assert note.keys() == {"@type", "text", "datePublished"}
            assert note["@type"] == "CorrectionComment"
            assert note["text"] in page.root.one("main").text
            times = [each.get("datetime") for each in page.root.all("time")]
            assert note["datePublished"] in times


def test_breadcrumbs_are_the_trail_that_readers_see(site: Site) -> None:
    for path, page in site.pages.items():
        trails = [nav for nav in page.root.all("nav") if nav.get("class") == "trail"]
        lists = page.entities("BreadcrumbList")
        if path == "index.html" or not page.is_indexable:
            assert lists == [], path
            continue
        (trail,), (crumbs,) = trails, lists
        items = crumbs["itemListElement"]
        seen = [(each.text, urljoin(page.url, each.get("href"))) for each in trail.all("a")]
        assert [item["item"] for item in items[:-1]] == [url for _, url in seen]
        assert [item["name"] for item in items[:-1]] == [name for name, _ in seen]
        assert [item["position"] for item in items] == list(range(1, len(items) + 1))
        assert len(items) >= 2
        assert items[-1]["item"] == page.url
        assert items[-1]["name"] in page.root.one("h1").text
        assert {item["@type"] for item in items} == {"ListItem"}


def test_the_first_page_of_every_author_is_a_profile(site: Site) -> None:
    paths = [path for path in site.pages if re.fullmatch(r"authors/[^/]+/index.html", path)]
    assert paths
    for path in paths:
        page = site.pages[path]
        who = page.entity("ProfilePage")["mainEntity"]
        assert who["@type"] in ("Person", "Organization")
        assert who["name"] == page.root.one("h1").text
        assert who["url"] == page.url


def test_the_front_and_the_about_page_present_the_newsroom(site: Site) -> None:
    for path in ("index.html", "about/index.html"):
        newsroom = site.pages[path].entity("NewsMediaOrganization")
        assert newsroom["name"]
        assert newsroom["description"]
        assert {"@id", "url", "logo"} <= newsroom.keys()
        policies = POLICIES & newsroom.keys()
        assert "correctionsPolicy" in policies
        assert "publishingPrinciples" in policies
        for policy in policies:
            file = site.file_at(newsroom[policy])
            assert file in site.public, policy


def test_the_sites_name_stands_on_the_front_at_the_root_of_a_host_only(site: Site) -> None:
    having = [path for path, page in site.pages.items() if page.entities("WebSite")]
    assert having == ([] if site.path else ["index.html"])
    if having:
        website = site.pages["index.html"].entity("WebSite")
        assert website["url"] == f"{site.base}/"
        assert website["name"] == site.pages["index.html"].prop("og:site_name")


def test_questions_are_on_the_page_as_they_are_said_to_machines(site: Site) -> None:
    asked = [page for page in site.articles.values() if page.entities("FAQPage")]
    assert asked
    for page in asked:
        for question in page.entity("FAQPage")["mainEntity"]:
            assert question["@type"] == "Question"
            assert question["acceptedAnswer"]["@type"] == "Answer"
            assert question["name"] in [each.text for each in page.root.all("h3")]
            assert question["acceptedAnswer"]["text"] in page.root.one("main").text


def test_no_text_can_end_its_script(site: Site) -> None:
    for page in site.pages.values():
        for script in page.root.all("script"):
            assert "<" not in script.text


# -- addresses


def addresses(page: Page) -> Iterator[tuple[Element, str]]:
    for each in page.root.walk():
        for name in ("href", "src"):
            if name in each.attributes:
                yield each, each.get(name)


def test_every_address_within_the_site_leads_to_a_file_and_a_place_in_it(site: Site) -> None:
    for page in site.every.values():
        for element, href in addresses(page):
            if urlsplit(href).scheme in ("mailto", "tel"):
                continue
            assert href, f"{page.path}, line {element.line}: an address that says nothing"
            whole = urljoin(page.url, href)
            file = site.file_at(whole)
            fragment = unquote(urlsplit(whole).fragment)
            if file and fragment:
                ids = [each.get("id") for each in site.every[file].root.walk()]
                assert fragment in ids, f"{page.path} leads to {href}"


def test_no_page_loads_anything_from_another_host(site: Site) -> None:
    loading = {"img", "script", "iframe", "source", "video", "audio", "embed", "object"}
    for page in site.every.values():
        for element, href in addresses(page):
            is_loaded = element.tag in loading or (
                element.tag == "link" and element.get("rel") not in ("canonical", "alternate")
            )
            if is_loaded:
                assert href.startswith(f"{site.path}/"), f"{page.path}: {href}"
                assert not href.startswith("//")
        assert page.root.all("iframe", "object", "embed") == []


def test_no_stylesheet_loads_anything_from_another_host(site: Site) -> None:
    for path, data in site.files.items():
        if path.endswith((".css", ".svg")):
            assert not re.search(rb"@import|url\(\s*[\"']?(?:https?:)?//", data), path


def test_every_redirect_leads_to_a_page_and_says_so_to_everybody(site: Site) -> None:
    assert site.redirects
    for path, page in site.redirects.items():
        (refresh,) = page.metas("http-equiv", "refresh")
        target = refresh.removeprefix("0; url=")
        assert urljoin(page.url, target) == page.canonical
        assert site.file_at(page.canonical) in site.pages
        assert target in [each.get("href") for each in page.root.all("a")]
        assert path not in site.pages


# -- accessible


def test_every_page_starts_with_a_way_to_its_text(site: Site) -> None:
    for page in site.pages.values():
        first = page.root.one("body").all("a")[0]
        assert first.get("href") == f"#{page.root.one('main').get('id')}"
        assert [each.tag for each in page.root.one("body").children] == [
            "a", "header", "main", "footer",
        ]  # fmt: skip


def test_the_first_picture_is_urgent_and_the_others_are_late(site: Site) -> None:
    for path, page in site.pages.items():
        pictures = page.root.all("img")
        urgent = [each for each in pictures if each.get("fetchpriority") == "high"]
        late = [each for each in pictures if each.get("loading") == "lazy"]
        assert len(urgent) <= 1, path
        assert len(urgent) + len(late) == len(pictures), path
        assert urgent == pictures[: len(urgent)], path
    for page in site.articles.values():
        lead = [e for e in page.root.all("figure") if "lead-picture" in e.get("class")]
        for figure in lead:
            assert figure.one("img").get("fetchpriority") == "high"


def language_of(element: Element) -> str:
    return next(each.get("lang") for each in (element, *element.ancestors()) if each.get("lang"))


def test_every_text_is_in_the_language_that_it_says(site: Site) -> None:
    languages = {
        page.entity("NewsArticle")["headline"]: page.entity("NewsArticle")["inLanguage"]
        for page in site.articles.values()
    }
    for page in site.pages.values():
        own = page.root.one("html").get("lang")
        for each in page.root.all("h1", "h2", "h3"):
            if each.text in languages:
                assert language_of(each) == languages[each.text], f"{page.path}: {each.text}"
        for each in page.root.all("time"):
            assert language_of(each) == own, f"{page.path}: {each.text}"


# -- feeds


class _Content(HTMLParser):
    """Reads the HTML of a feed's entry: its addresses and its elements."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [
            value or "" for name, value in attrs if name in ("href", "src", "poster")
        ]
        assert not {
            name for name, _ in attrs if name in ("style", "srcset") or name.startswith("on")
        }


def check_content(site: Site, html: str) -> None:
    content = _Content()
    content.feed(html)
    assert content.tags
    assert not content.tags & {"script", "iframe", "form", "style", "object", "embed"}
    for address in content.addresses:
        assert urlsplit(address).scheme in ("https", "http", "mailto", "tel"), address
        if urlsplit(address).scheme.startswith("http"):
            site.file_at(address)


def test_every_feed_is_read_without_a_complaint(site: Site) -> None:
    paths = [path for path in site.files if path.endswith("feed.xml") or path == "atom.xml"]
    assert len(paths) > 5
    for path in paths:
        found = feedparser.parse(site.files[path])
        assert not found.bozo, path
        for entry in found.entries:
            assert site.file_at(entry.link) in site.articles
            assert entry.id == entry.link
            assert entry.title
            assert entry.authors
            assert entry.published_parsed <= entry.updated_parsed


def test_there_is_a_feed_of_the_site_and_of_each_section_tag_and_author(site: Site) -> None:
    folders = {
        path.removesuffix("index.html")
        for path in site.public
        if re.fullmatch(r"(tags|authors|sections)/[^/]+/index.html", path)
    }
    assert set(site.feeds("feed.xml")) == {f"{folder}feed.xml" for folder in {*folders, ""}}


def test_an_rss_channel_says_what_it_is(site: Site) -> None:
    for path, root in site.feeds("feed.xml").items():
        channel = root.find("channel")
        for name in ("title", "link", "description", "language"):
            assert channel.findtext(name), (path, name)
        site.file_at(channel.findtext("link"))
        (own,) = channel.findall("a:link", NAMES)
        assert own.attrib == {"rel": "self", "type": "application/rss+xml",
                              "href": f"{site.base}/{path}"}  # fmt: skip
        if channel.find("item") is not None:
            updated = [moment(each.text) for each in channel.iterfind("item/a:updated", NAMES)]
            assert parsedate_to_datetime(channel.findtext("lastBuildDate")) == max(updated)
        image = channel.find("image")
        assert image.findtext("title") == channel.findtext("title")
        assert image.findtext("link") == channel.findtext("link")
        site.file_at(image.findtext("url"))


def test_an_rss_item_has_its_parts_in_order(site: Site) -> None:
    for path, root in site.feeds("feed.xml").items():
        for item in root.iterfind("channel/item"):
            names = [etree.QName(each).localname for each in item]
            assert names.index("description") < names.index("encoded"), path
            assert item.find("author") is None
            guid = item.find("guid")
            assert guid.get("isPermaLink") == "true"
            assert guid.text == item.findtext("link")
            assert site.file_at(guid.text) in site.articles
            assert re.fullmatch(
                r"[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} [+-]\d{4}",
                item.findtext("pubDate"),
            )
            assert not re.search(r"&\w+;|<\w", item.findtext("title"))
            check_content(site, item.findtext("content:encoded", namespaces=NAMES))


def test_an_rss_item_names_each_author_of_the_article(site: Site) -> None:
    for root in site.feeds("feed.xml").values():
        for item in root.iterfind("channel/item"):
            file = site.file_at(item.findtext("link"))
            assert file is not None
            authors = site.articles[file].entity("NewsArticle")["author"]
            creators = [each.text for each in item.iterfind("dc:creator", NAMES)]
            assert creators == [author["name"] for author in authors]


def test_an_rss_item_carries_its_picture_with_its_credit(site: Site) -> None:
    found = 0
    for root in site.feeds("feed.xml").values():
        for media in root.iterfind("channel/item/media:content", NAMES):
            file = site.file_at(media.get("url"))
            assert file is not None
            with Image.open(BytesIO(site.files[file])) as image:
                size = (str(image.width), str(image.height), Image.MIME[image.format or ""])
            assert (media.get("width"), media.get("height"), media.get("type")) == size
            assert media.get("medium") == "image"
            assert media.findtext("media:description", namespaces=NAMES)
            for credit in media.iterfind("media:credit", NAMES):
                assert credit.attrib == {"role": "photographer", "scheme": "urn:ebu"}
                found += 1
    assert found


def test_atom_has_what_it_requires(site: Site) -> None:
    root = site.xml("atom.xml")
    links = {each.get("rel"): each.get("href") for each in root.iterfind("a:link", NAMES)}
    assert links == {"self": f"{site.base}/atom.xml", "alternate": f"{site.base}/"}
    assert root.findtext("a:id", namespaces=NAMES) == links["self"]
    assert root.findtext("a:title", namespaces=NAMES)
    assert root.findtext("a:author/a:name", namespaces=NAMES)
    entries = root.findall("a:entry", NAMES)
    assert entries
    updated = [moment(each.findtext("a:updated", namespaces=NAMES)) for each in entries]
    assert moment(root.findtext("a:updated", namespaces=NAMES)) == max(updated)
    assert len(set(updated)) == len(entries)
    for entry in entries:
        (link,) = entry.findall("a:link", NAMES)
        assert link.attrib == {"rel": "alternate", "type": "text/html",
                               "href": entry.findtext("a:id", namespaces=NAMES)}  # fmt: skip
        assert site.file_at(link.get("href")) in site.articles
        assert entry.findtext("a:title", namespaces=NAMES)
        assert entry.findtext("a:author/a:name", namespaces=NAMES)
        published = moment(entry.findtext("a:published", namespaces=NAMES))
        assert published <= moment(entry.findtext("a:updated", namespaces=NAMES))
        content = entry.find("a:content", NAMES)
        assert content.get("type") == "html"
        check_content(site, content.text)


def test_the_json_feed_has_what_it_requires(site: Site) -> None:
    data = site.files["feed.json"]
    feed = json.loads(data)
    assert len(data) < 250_000
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert feed["home_page_url"] == f"{site.base}/"
    assert feed["feed_url"] == f"{site.base}/feed.json"
    assert "author" not in feed
    assert feed["items"]
    for item in feed["items"]:
        assert item["id"] == item["url"]
        assert site.file_at(item["url"]) in site.articles
        assert {"title", "content_html", "summary", "authors", "language"} <= item.keys()
        assert "author" not in item
        assert moment(item["date_published"]) <= moment(item["date_modified"])
        if "image" in item:
            site.file_at(item["image"])
        check_content(site, item["content_html"])


def test_the_three_feeds_of_the_site_tell_of_the_same_articles(site: Site) -> None:
    rss = [each.text for each in site.xml("feed.xml").iterfind("channel/item/link")]
    atom = [each.text for each in site.xml("atom.xml").iterfind("a:entry/a:id", NAMES)]
    assert rss == atom == [item["url"] for item in json.loads(site.files["feed.json"])["items"]]


# -- sitemaps and text files


def locations(root: Node) -> list[str]:
    return [each.text for each in root.iterfind("map:*/map:loc", NAMES)]


def test_the_sitemap_lists_every_page_that_is_to_be_found_and_no_other(site: Site) -> None:
    found = locations(site.xml("sitemap.xml"))
    wanted = {page.url for page in site.public.values() if page.canonical == page.url}
    assert len(set(found)) == len(found)
    assert {unquote(url) for url in found} == wanted
    assert all(urlsplit(url).netloc == site.host for url in found)
    assert found == sorted(found)


def test_the_sitemap_says_when_each_content_last_changed(site: Site) -> None:
    for url in site.xml("sitemap.xml"):
        loc = url.findtext("map:loc", namespaces=NAMES)
        lastmod = url.findtext("map:lastmod", namespaces=NAMES)
        file = site.file_at(loc)
        assert file is not None
        if lastmod:
            assert moment(lastmod) <= NOW
            assert moment(lastmod) != NOW
        if file in site.articles:
            assert lastmod == site.articles[file].entity("NewsArticle")["dateModified"]
        assert {etree.QName(each).localname for each in url} <= {"loc", "lastmod"}


def test_the_news_sitemap_has_the_articles_of_the_last_two_days(site: Site) -> None:
    root = site.xml("news-sitemap.xml")
    found = {}
    for url in root.iterfind("map:url", NAMES):
        file = site.file_at(url.findtext("map:loc", namespaces=NAMES))
        assert file is not None
        news = url.find("news:news", NAMES)
        assert news is not None
        article = site.articles[file].entity("NewsArticle")
        assert news.findtext("news:publication/news:name", namespaces=NAMES) == (
            site.pages["index.html"].prop("og:site_name")
        )
        assert (
            news.findtext("news:publication/news:language", namespaces=NAMES)
            == (article["inLanguage"])
        )
        assert news.findtext("news:title", namespaces=NAMES) == article["headline"]
        date = news.findtext("news:publication_date", namespaces=NAMES)
        assert date == article["datePublished"]
        found[file] = moment(date)
    wanted = {
        path: moment(page.entity("NewsArticle")["datePublished"])
        for path, page in site.articles.items()
        if page.canonical == page.url
    }
    window = timedelta(days=2)
    assert found == {path: at for path, at in wanted.items() if NOW - at < window}
    assert found


def test_robots_may_read_everything_and_are_told_of_the_sitemaps(site: Site) -> None:
    text = site.built.text("robots.txt")
    robots = RobotFileParser()
    robots.parse(text.splitlines())
    assert text.startswith("User-agent: ")
    assert len(text.encode()) < 500 * 1024
    assert robots.site_maps() == [f"{site.base}/sitemap.xml", f"{site.base}/news-sitemap.xml"]
    for url in robots.site_maps() or ():
        site.file_at(url)
    for path in site.files:
        assert robots.can_fetch("Googlebot", f"{site.base}/{path}")
    known = {"user-agent", "allow", "disallow", "sitemap"}
    assert {line.partition(":")[0].lower() for line in text.splitlines() if line} <= known


def test_crawlers_are_kept_out_where_the_site_says_so(folder: Path) -> None:
    robots = RobotFileParser()
    robots.parse(build_golden("everything", folder / "robots").text("robots.txt").splitlines())
    for crawler in ("GPTBot", "CCBot", "ClaudeBot", "ChatGPT-User"):
        assert not robots.can_fetch(crawler, "https://courier.example/about/")
    for crawler in ("OAI-SearchBot", "PerplexityBot", "Bingbot"):
        assert robots.can_fetch(crawler, "https://courier.example/about/")


def test_security_txt_says_whom_to_tell_and_until_when(folder: Path) -> None:
    text = build_golden("everything", folder / "security").text(".well-known/security.txt")
    fields = [line.partition(": ")[::2] for line in text.splitlines()]
    names = Counter(name for name, _ in fields)
    assert names == {"Contact": 2, "Expires": 1, "Preferred-Languages": 1, "Canonical": 1}
    values = dict(fields)
    assert values["Canonical"] == "https://courier.example/.well-known/security.txt"
    assert NOW < moment(values["Expires"]) < NOW + timedelta(days=365)


def test_beyond_the_limit_there_is_an_index_of_sitemaps(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    whole = locations(Site(build_golden("everything", tmp_path / "whole")).xml("sitemap.xml"))
    monkeypatch.setattr(sitemaps, "LARGEST_SITEMAP", 10)
    made = Site(build_golden("everything", tmp_path / "parts"))
    root = made.xml("sitemap.xml")
    assert etree.QName(root).localname == "sitemapindex"
    parts = [made.file_at(url) for url in locations(root)]
    assert parts == [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    found = [locations(made.xml(path)) for path in parts if path]
    assert [url for part in found for url in part] == whole
    assert all(len(part) == 10 for part in found[:-1])
    assert 1 <= len(found[-1]) <= 10
    newest = [each.text for each in root.iterfind("map:sitemap/map:lastmod", NAMES)]
    assert len(newest) == len(parts)


def test_the_news_sitemap_stops_at_its_limit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert sitemaps.MOST_NEWS == 1000
    assert sitemaps.LARGEST_SITEMAP == 50_000
    monkeypatch.setattr(sitemaps, "MOST_NEWS", 2)
    root = Site(build_golden("everything", tmp_path)).xml("news-sitemap.xml")
    assert locations(root) == [
        "https://courier.example/2025/11/opinion/",
        "https://courier.example/2025/11/tide/",
    ]
