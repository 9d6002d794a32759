"""Pictures, documents, the theme's assets and files at a fixed place: only what is needed."""

from dataclasses import replace

from generator.config import PublisherConfig
from generator.fingerprint import digest
from generator.model import ImageUse, OtherFile
from generator.outputs import INDEXES, KINDS
from generator.paths import SourcePath
from generator.planning.plan import Plan, make_plan
from generator.planning.recipes import Copy, Resize
from generator.planning.theme import Theme, ThemeFile
from tests.planning.newsroom import (
    article,
    author,
    body,
    document,
    image,
    link,
    page,
    picture,
    plan,
    shown,
    site,
)


def copies(made: Plan) -> dict[str, str]:
    """Return which output is a copy of which source."""
    return {
        path: each.recipe.file.source
        for path, each in made.outputs.items()
        if isinstance(each.recipe, Copy)
    }


def drawn(made: Plan) -> list[str]:
    """Return which pictures something is drawn of."""
    recipes = (each.recipe for each in made.outputs.values())
    return sorted({each.file.source for each in recipes if isinstance(each, Resize)})


def test_only_what_something_public_shows_is_published() -> None:
    names = ("lead", "inside", "portrait", "logo", "card", "draft", "nobody", "lost")
    made = plan(
        article(
            image=image("../images/lead.png"),
            body=body("x", shown("../images/inside.png"), link("../documents/papers.pdf")),
        ),
        article("secret", draft=True, image=image("../images/draft.png")),
        author(picture=ImageUse("../images/portrait.png")),
        author("nobody", "Nobody", picture=ImageUse("../images/nobody.png")),
        *(picture(f"{name}.png") for name in names),
        document(),
        document("documents/lost.pdf"),
        image="images/card.png",
        publisher=PublisherConfig(logo="images/logo.png"),
    )
    assert list(copies(made).values()) == ["content/documents/papers.pdf"]
    assert drawn(made) == [
        "content/images/card.png",
        "content/images/inside.png",
        "content/images/lead.png",
        "content/images/logo.png",
        "content/images/portrait.png",
    ]


def test_a_page_and_a_biography_need_their_files() -> None:
    made = plan(
        article(),
        page(body=body("x", shown("../images/a.png"))),
        author(body=body("y", link("../images/b.png"), link("../documents/papers.pdf"))),
        document(),
        picture("a.png"),
        picture("b.png"),
    )
    assert list(copies(made).values()) == ["content/documents/papers.pdf"]
    assert drawn(made) == ["content/images/a.png", "content/images/b.png"]


def test_a_copy_is_named_after_its_bytes() -> None:
    one = OtherFile(SourcePath("content/documents/Año 2025 (final).PDF"), digest(b"x"))
    made = plan(article(body=body("x", link("../documents/Año 2025 (final).PDF"))), one)
    assert copies(made) == {f"files/ano-2025-final.{digest(b'x')[:12]}.pdf": one.source}


def test_one_file_under_two_names_is_published_under_both_and_equal_ones_once() -> None:
    same = digest(b"same")
    files = [
        OtherFile(SourcePath(f"content/{path}"), same) for path in ("a/x.pdf", "b/x.pdf", "b/y.pdf")
    ]
    targets = (link("../a/x.pdf"), link("../b/x.pdf"), link("../b/y.pdf"))
    made = plan(article(body=body("t", *targets)), *files)
    assert made.problems == ()
    assert copies(made) == {
        f"files/x.{same[:12]}.pdf": "content/a/x.pdf",
        f"files/y.{same[:12]}.pdf": "content/b/y.pdf",
    }


def test_what_is_static_stands_where_it_stood() -> None:
    made = plan(document("static/ads.txt"), document("static/.well-known/x.txt"), picture("a.png"))
    assert copies(made) == {
        "ads.txt": "content/static/ads.txt",
        ".well-known/x.txt": "content/static/.well-known/x.txt",
    }


def test_a_picture_that_is_published_as_it_is_must_not_tell_where_it_was_taken() -> None:
    static = replace(picture("../static/map.png"), source=SourcePath("content/static/map.png"))
    assert plan(static).problems == ()
    (problem,) = plan(replace(static, private=True)).problems
    assert problem.path == "content/static/map.png"
    assert "got one that tells a place" in problem.message
    assert plan(article(image=image()), replace(picture(), private=True)).problems == ()


def test_a_static_file_cannot_take_the_place_of_an_output() -> None:
    (problem,) = plan(document("static/sitemap.xml")).problems
    assert problem.path == "content/static/sitemap.xml"
    assert "sitemap.xml, which a page of the site's own has" in problem.message


def test_the_assets_of_the_theme_carry_their_digests() -> None:
    asset = ThemeFile("fonts/a.woff2", SourcePath("layouts/assets/fonts/a.woff2"), digest(b"font"))
    made = site(theme=Theme((asset,)))
    path = f"assets/fonts/a.{digest(b'font')[:12]}.woff2"
    assert copies(make_plan(made, KINDS, INDEXES)) == {path: asset.source}
    assert made.info.assets == (("fonts/a.woff2", f"/{path}"),)
