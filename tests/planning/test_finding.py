"""One output found by its path is the one that the whole plan has there."""

from collections.abc import Iterator

import pytest

from generator.building.build import plan_only
from generator.building.request import Request
from generator.outputs import INDEXES, KINDS
from generator.paths import OutputPath, output_of
from generator.planning.changes import Audience
from generator.planning.finding import Finder
from generator.planning.plan import Plan
from generator.planning.site import Site
from generator.project import Project
from tests.planning.newsroom import article, image, picture, site
from tests.whole_sites import ROOT, SAMPLE_TIME, SITES, THEME

FOLDERS = {"sample": ROOT, "everything": SITES / "everything"}


@pytest.fixture(params=[*((n, a) for n in FOLDERS for a in Audience)], ids=str, scope="module")
def planned(request: pytest.FixtureRequest) -> tuple[Site, Plan]:
    name, audience = request.param
    asked = Request(
        project=Project(FOLDERS[name], THEME), now=SAMPLE_TIME, clock_ns=0, audience=audience,
        scratch=True,
    )  # fmt: skip
    return plan_only(asked)


def finder(made: Site) -> Finder:
    return Finder(made, KINDS, INDEXES)


def test_every_output_of_a_plan_is_found_as_it_is_planned(planned: tuple[Site, Plan]) -> None:
    made, plan = planned
    find = finder(made).find
    assert {path: find(path) for path in plan.outputs} == plan.outputs


def misspelt(path: str) -> Iterator[str]:
    yield from (path + "x", path + "/", f"x{path}", path.upper(), path.rpartition("/")[0])
    yield path.replace("index.html", "page/9/index.html")
    yield path.replace("index.html", "page/0/index.html")


def test_what_no_plan_has_is_not_found(planned: tuple[Site, Plan]) -> None:
    made, plan = planned
    find = finder(made).find
    wrong = {each for path in plan.outputs for each in misspelt(path)} - plan.outputs.keys()
    assert [path for path in wrong if find(OutputPath(path))] == []


def test_an_article_is_found_without_placing_the_others() -> None:
    made = site(*(article(f"a{n}", section="harbour") for n in range(50)))
    assert finder(made).find(OutputPath("2025/11/a25/index.html"))
    # Itself; its neighbours, and those near it in the section.
    assert len(made.placed_already) < 15


def test_a_page_of_a_listing_is_found_without_placing_the_others() -> None:
    made = site(*(article(f"a{n}", tags=("ships",)) for n in range(50)), listing_size=5)
    assert finder(made).find(OutputPath("tags/ships/page/2/index.html"))
    assert len(made.placed_already) == 5


def test_what_is_called_as_an_index_is_found_once() -> None:
    made = site(article("sitemap-of-news"), permalink="/{slug}/")
    path = OutputPath("sitemap-of-news/index.html")
    assert [each.path for each in finder(made).all_at(path)] == [path]


def test_a_picture_is_found_on_a_page_that_was_looked_at_before() -> None:
    made = site(article("first", image=image()), *(article(f"a{n}") for n in range(50)), picture())
    find = finder(made).find
    assert find(OutputPath("2025/11/first/index.html"))
    shown = next(iter(made.placed_already[0].drawn))
    looked_at = len(made.placed_already)
    assert find(output_of(shown.url))
    assert len(made.placed_already) == looked_at < 20
