"""Pelican's settings for the newspaper."""

from itertools import pairwise

from pelican import signals

SITENAME = "The Courier"
SITEURL = "https://courier.example"
TIMEZONE = "America/New_York"
DEFAULT_LANG = "en"

PATH = "content"
ARTICLE_PATHS = ["articles"]
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
OUTPUT_PATH = "output"
THEME = "theme"
THEME_STATIC_PATHS: list[str] = []
USE_FOLDER_AS_CATEGORY = False
SLUGIFY_SOURCE = "basename"

ARTICLE_URL = "{date:%Y}/{date:%m}/{slug}/"
TAG_URL = "tags/{slug}/"
AUTHOR_URL = "authors/{slug}/"
CATEGORY_URL = "sections/{slug}/"
ARTICLE_SAVE_AS = f"{ARTICLE_URL}index.html"
TAG_SAVE_AS = f"{TAG_URL}index.html"
AUTHOR_SAVE_AS = f"{AUTHOR_URL}index.html"
CATEGORY_SAVE_AS = f"{CATEGORY_URL}index.html"
DIRECT_TEMPLATES = ["index", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"

DEFAULT_PAGINATION = 20
PAGINATED_TEMPLATES = {"index": None, "tag": None, "author": None, "category": None}
PAGINATION_PATTERNS = (
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)

FEED_MAX_ITEMS = 20
RSS_FEED_SUMMARY_ONLY = False
FEED_ALL_RSS = "feed.xml"
TAG_FEED_RSS = "tags/{slug}/feed.xml"
CATEGORY_FEED_RSS = "sections/{slug}/feed.xml"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = TRANSLATION_FEED_RSS = None

MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.extra": {},
        "markdown.extensions.meta": {},
        "markdown.extensions.smarty": {},
        "markdown.extensions.toc": {},
    },
    "output_format": "html5",
}

CACHE_CONTENT = True
LOAD_CONTENT_CACHE = True
CONTENT_CACHING_LAYER = "generator"
GZIP_CACHE = False


class Neighbours:
    """Tells each article of the one before and the one after it, which Pelican does not."""

    @staticmethod
    def register() -> None:
        """Follow the articles once they are read, which are in order then."""
        signals.article_generator_finalized.connect(_introduce)


def _introduce(generator: object) -> None:
    for newer, older in pairwise(generator.articles):  # type: ignore[attr-defined]
        newer.older, older.newer = older, newer


PLUGINS = [Neighbours]
