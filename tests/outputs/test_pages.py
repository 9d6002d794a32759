"""Pages that are no articles: about, notices, redirects, and the one for what does not exist."""

import pytest

from generator.model import Withdrawal
from generator.pages import NotFoundPage, NoticePage, RedirectPage, StaticPage
from generator.planning.plan import Plan
from generator.planning.recipes import Template
from tests.planning.newsroom import article, body, output, page, page_at, plan, when


def redirects(made: Plan) -> dict[str, str]:
    return {
        path: each.recipe.page.target
        for path, each in made.outputs.items()
        if isinstance(each.recipe, Template) and isinstance(each.recipe.page, RedirectPage)
    }


def test_a_page_stands_at_its_slug() -> None:
    made = plan(page("legal/terms", updated=when("2025-10-01"), body=body("First words.")))
    found = output(made, "legal/terms/index.html")
    assert found.url == "/legal/terms/"
    assert found.lastmod is not None
    assert found.lastmod.isoformat() == "2025-10-01T00:00:00-04:00"
    shown = page_at(made, "legal/terms/index.html", StaticPage)
    assert shown.head.description == "First words."
    assert shown.language == "en"
    assert shown.updated is not None


def test_the_page_for_what_does_not_exist_shows_the_latest_and_is_not_indexed() -> None:
    made = plan(*(article(f"no-{n}", f"2025-11-{n:02}") for n in range(1, 9)))
    missing = page_at(made, "404.html", NotFoundPage)
    assert [each.title for each in missing.latest] == [f"The no-{n}" for n in (8, 7, 6, 5, 4)]
    assert not missing.head.indexable
    assert output(made, "404.html").url is None


def test_a_notice_tells_nothing_of_the_article() -> None:
    made = plan(
        article(title="SECRET", summary="SECRET", withdrawn=Withdrawal(when("2025-11-29"), "Why."))
    )
    found = output(made, "2025/11/call/index.html")
    notice = page_at(made, "2025/11/call/index.html", NoticePage)
    assert found.url is None
    assert found.lastmod is None
    assert not notice.head.indexable
    assert notice.text == "Why."
    assert "SECRET" not in repr(made.outputs)


@pytest.mark.parametrize(
    ("alias", "path"),
    [
        ("/old/place/", "old/place/index.html"),
        ("/old/place", "old/place/index.html"),
        ("/old/place.html", "old/place.html"),
        ("/old/place.htm", "old/place.htm"),
        ("/old/place.php", "old/place.php/index.html"),
        ("/alt/%C3%B1and%C3%BA/", "alt/ñandú/index.html"),
        ("/alt/ñandú/", "alt/ñandú/index.html"),
    ],
)
def test_an_alias_leads_to_its_article(alias: str, path: str) -> None:
    assert redirects(plan(article(aliases=(alias,)))) == {path: "/2025/11/call/"}


def test_an_alias_of_what_was_withdrawn_leads_to_its_notice() -> None:
    made = plan(article(aliases=("/old/",), withdrawn=Withdrawal()))
    assert redirects(made) == {"old/index.html": "/2025/11/call/"}


def test_an_alias_of_what_is_not_public_leads_nowhere() -> None:
    hidden = article(aliases=("/old/",), draft=True)
    assert redirects(plan(hidden, page(draft=True, aliases=("/older/",)))) == {}


def test_the_alias_of_a_page_leads_to_it() -> None:
    assert redirects(plan(page(aliases=("/imprint/",)))) == {"imprint/index.html": "/about/"}


def test_a_redirect_is_for_no_search_engine() -> None:
    made = plan(article(aliases=("/old/",)))
    assert not page_at(made, "old/index.html", RedirectPage).head.indexable
    assert output(made, "old/index.html").url is None
