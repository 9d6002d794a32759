"""robots.txt: which crawlers may read the site, and where the sitemaps are."""

from collections.abc import Iterable

from generator.pages import TextPage
from generator.paths import OutputPath, url_of
from generator.planning.addresses import NEWS_SITEMAP, SITEMAP
from generator.planning.plan import Output
from generator.planning.recipes import Template
from generator.planning.site import Site

ROBOTS = OutputPath("robots.txt")
# Crawlers by what they want the pages for, as they name themselves.
AI_CRAWLERS = {
    "ai_training": ("GPTBot", "ClaudeBot", "CCBot", "Google-Extended", "Applebot-Extended",
                    "meta-externalagent", "Bytespider", "cohere-training-data-crawler"),
    "ai_search": ("OAI-SearchBot", "Claude-SearchBot", "PerplexityBot", "DuckAssistBot"),
    "ai_assistants": ("ChatGPT-User", "Claude-User", "Perplexity-User", "meta-externalfetcher"),
}  # fmt: skip


def plan(site: Site) -> Iterable[Output]:
    """Plan robots.txt; a preview is for no robot."""
    yield Output(path=ROBOTS, recipe=Template("text.txt", TextPage(tuple(_lines(site)))))


def _lines(site: Site) -> Iterable[str]:
    for group in site.config.blocked:
        yield from (f"User-agent: {crawler}" for crawler in AI_CRAWLERS[group])
        yield from ("Disallow: /", "")
    yield from ("User-agent: *", "Disallow: /" if site.info.preview else "Allow: /", "")
    for path in (SITEMAP, NEWS_SITEMAP):
        yield f"Sitemap: {site.info.base_url}{url_of(path)}"
