"""A page put through a layout, and how a layout's mistakes are told."""

import subprocess
import sys
from pathlib import Path

import pytest

from generator.errors import Problem, ProblemsFound
from generator.fingerprint import Fingerprint
from generator.model import Role
from generator.pages import BodyHtml, Link, Target
from generator.planning.recipes import Template
from generator.rendering.templates import Templates
from generator.site_info import SiteInfo
from tests.rendering.factories import (
    CALL,
    ENGLISH,
    HTML,
    ROOT,
    TEXT,
    article_page,
    at,
    below_a_path,
    body,
    head,
    kept,
    shown,
    signature,
    site,
    teaser,
    templates,
    written,
)

LAYOUTS = {
    "article.html": '{% extends "base.html" %}{% block main %}{{ page.head.title }}{% endblock %}',
    "base.html": '<main>{% block main %}{% endblock %}</main>{% include "foot.html" %}',
    "foot.html": "foot",
    "listing.html": '{% extends "base.html" %}',
    "robots.txt": "robots",
}


def closures(folder: Path, info: SiteInfo | None = None) -> dict[str, Fingerprint]:
    made = Templates((folder,), info or site())
    return {name: made.closure(name) for name in LAYOUTS}


def problem_in(folder: Path, files: dict[str, str], layout: str = "it.html") -> Problem:
    made = templates(folder, files)
    with pytest.raises(ProblemsFound) as caught:
        made.render(Template(layout, article_page()), kept())
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("edited", "stale"),
    [
        ("article.html", {"article.html"}),
        ("listing.html", {"listing.html"}),
        ("base.html", {"article.html", "base.html", "listing.html"}),
        ("foot.html", {"article.html", "base.html", "foot.html", "listing.html"}),
        ("robots.txt", {"robots.txt"}),
        ("unused.html", set()),
        ("messages/en.toml", set(LAYOUTS)),
        ("messages/es.toml", set()),
    ],
)
def test_a_closure_changes_exactly_with_the_files_it_is_made_of(
    tmp_path: Path, edited: str, stale: set[str]
) -> None:
    folder = written(tmp_path, LAYOUTS | {"messages/es.toml": "", "unused.html": ""})
    before = closures(folder)
    with (folder / edited).open("a") as file:
        file.write("\n# an edit")
    after = closures(folder)
    assert {name for name in LAYOUTS if before[name] != after[name]} == stale


def test_a_closure_is_the_same_wherever_its_files_lie(tmp_path: Path) -> None:
    first = closures(written(tmp_path / "one", LAYOUTS))
    assert closures(written(tmp_path / "two", LAYOUTS)) == first
    assert len(set(first.values())) == len(LAYOUTS)


def test_a_closure_of_no_layout_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as caught:
        Templates((written(tmp_path, LAYOUTS),), site()).closure("artcle.html")
    (problem,) = caught.value.problems
    assert problem.path == "layouts/artcle.html"
    assert problem.hint == 'did you mean "article.html"?'


def test_a_layout_of_the_site_stands_for_the_themes(tmp_path: Path) -> None:
    own, theme = tmp_path / "own", written(tmp_path / "theme", LAYOUTS)
    own.mkdir()
    (own / "foot.html").write_text("our foot")
    made = Templates((own, theme), site())
    text = made.render(Template("article.html", article_page()), kept())
    assert text == b"<main>The call</main>our foot\n"
    assert made.closure("foot.html") != Templates((theme,), site()).closure("foot.html")
    assert made.closure("robots.txt") == Templates((theme,), site()).closure("robots.txt")


def test_a_build_with_nothing_to_render_loads_no_template_engine() -> None:
    code = (
        "import sys; from pathlib import Path; from generator.rendering import render;"
        "from generator.rendering.templates import Templates;"
        "from tests.rendering.factories import site;"
        "Templates((Path('layouts'),), site()).closure('article.html');"
        "print(sorted({'jinja2', 'markupsafe', 'babel'} & sys.modules.keys()))"
    )
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("end", ["", "\n", "\n\n\n"])
def test_an_output_ends_with_one_newline(tmp_path: Path, end: str) -> None:
    assert shown(tmp_path, f"a\r\nb\rc{end}") == "a\nb\nc"


def test_a_line_of_nothing_but_logic_leaves_nothing(tmp_path: Path) -> None:
    assert shown(tmp_path, "a\n  {% if page %}\nb\n  {% endif %}\nc") == "a\nb\nc"


def test_characters_that_no_page_may_hold_are_dropped(tmp_path: Path) -> None:
    page = article_page(head=head(title="a\x00b\x0b\ufffe\ud800c\td"))
    assert shown(tmp_path, "{{ page.head.title }}", page) == "abc\td"


@pytest.mark.parametrize("layout", ["it.html", "it.xml", "it.txt"])
def test_everything_is_escaped_whatever_the_layouts_name(tmp_path: Path, layout: str) -> None:
    made = templates(tmp_path, {layout: "{{ page.head.title }}"})
    page = article_page(head=head(title="<script>\"'&"))
    text = made.render(Template(layout, page), kept())
    assert text == b"&lt;script&gt;&#34;&#39;&amp;\n"


# -- mistakes


def test_a_field_that_does_not_exist_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    problem = problem_in(tmp_path, {"it.html": "<h1>\n{{ page.artcle.title }}\n"})
    assert str(problem) == (
        'layouts/it.html:2:1: expected a field of ArticlePage, got "artcle"\n'
        '  hint: did you mean "article"?'
    )


def test_a_field_with_no_near_miss_is_told_with_all_fields(tmp_path: Path) -> None:
    problem = problem_in(tmp_path, {"it.html": "{{ page.head.xyz }}"})
    assert problem.message == 'expected a field of Head, got "xyz"'
    assert problem.hint.startswith("known: url, title, description, ")


def test_a_name_that_does_not_exist_is_told(tmp_path: Path) -> None:
    problem = problem_in(tmp_path, {"it.html": "\n\n{% if pages %}x{% endif %}"})
    assert (problem.line, problem.message) == (
        3,
        'expected a name that this layout knows, got "pages"',
    )
    assert problem.hint == 'did you mean "page"?'


def test_a_field_of_nothing_is_told(tmp_path: Path) -> None:
    problem = problem_in(tmp_path, {"it.html": "{{ page.newer.text }}"})
    assert problem.message == "'None' has no attribute 'text'"


def test_a_mistake_inside_an_included_layout_is_told_there(tmp_path: Path) -> None:
    files = {"it.html": '\n{% include "part.html" %}', "part.html": "a\nb\n{{ page.nothing.at }}"}
    problem = problem_in(tmp_path, files)
    assert (problem.path, problem.line) == ("layouts/part.html", 3)


def test_a_mistake_inside_a_macro_is_told_there(tmp_path: Path) -> None:
    files = {
        "it.html": '{% from "m.html" import card %}\n{{ card(page) }}',
        "m.html": "{% macro card(it) %}\n{{ it.titel }}\n{% endmacro %}",
    }
    problem = problem_in(tmp_path, files)
    assert (problem.path, problem.line) == ("layouts/m.html", 2)


def test_a_syntax_error_is_told_with_its_line(tmp_path: Path) -> None:
    problem = problem_in(tmp_path, {"it.html": "a\n{% if %}\n{% endif %}"})
    assert (problem.path, problem.line) == ("layouts/it.html", 2)
    assert "Expected an expression" in problem.message


def test_a_syntax_error_of_an_included_layout_is_told_there(tmp_path: Path) -> None:
    files = {"it.html": '{% include "part.html" %}', "part.html": "a\nb\n{% endif %}"}
    problem = problem_in(tmp_path, files)
    assert (problem.path, problem.line) == ("layouts/part.html", 3)


def test_an_unknown_filter_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    problem = problem_in(tmp_path, {"it.html": "\n{{ page.head|absolut }}"})
    assert (problem.line, problem.hint) == (2, 'did you mean "absolute"?')


def test_a_layout_that_is_missing_is_told_where_it_is_included(tmp_path: Path) -> None:
    files = {"it.html": '\n{% include "parts/fot.html" %}', "parts/foot.html": ""}
    problem = problem_in(tmp_path, files)
    assert str(problem) == (
        'layouts/it.html:2:1: expected a layout that exists, got "parts/fot.html"\n'
        '  hint: did you mean "parts/foot.html"?'
    )


def test_a_page_without_its_layout_is_a_problem(tmp_path: Path) -> None:
    problem = problem_in(tmp_path, {}, "article.html")
    assert (problem.path, problem.line) == ("layouts/article.html", 0)


def test_a_layout_in_another_encoding_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "it.html").write_bytes("ñ".encode("latin-1"))
    problem = problem_in(tmp_path, {})
    assert str(problem).startswith("layouts/it.html: UnicodeDecodeError")


def test_whatever_else_a_layout_raises_is_told_with_its_line(tmp_path: Path) -> None:
    problem = problem_in(tmp_path, {"it.html": "a\n{{ 1 // 0 }}"})
    assert (problem.line, problem.message[:17]) == (2, "ZeroDivisionError")


def test_a_message_that_does_not_exist_is_told(tmp_path: Path) -> None:
    problem = problem_in(tmp_path, {"it.html": "a\n{{ t('byy', names='Ana') }}"})
    assert str(problem) == (
        'layouts/it.html:2:1: expected a message of the catalogue, got "byy"\n'
        '  hint: did you mean "by"?'
    )


def test_a_message_that_is_near_to_none_is_to_be_added(tmp_path: Path) -> None:
    problem = problem_in(tmp_path, {"it.html": "{{ t('weather') }}"})
    assert problem.hint == "add it to layouts/messages/en.toml"


def test_a_message_that_lacks_a_value_is_told(tmp_path: Path) -> None:
    problem = problem_in(tmp_path, {"it.html": "{{ t('by') }}"})
    assert problem.message == "the message \"by\" cannot be filled in: KeyError('names')"
    assert problem.hint == "By {names}"


def test_an_asset_that_does_not_exist_is_told(tmp_path: Path) -> None:
    problem = problem_in(tmp_path, {"it.html": "\n\n{{ asset('sit.css') }}"})
    assert str(problem) == (
        'layouts/it.html:3:1: expected a file of layouts/assets, got "sit.css"\n'
        '  hint: did you mean "site.css"?'
    )


def test_a_site_whose_language_has_no_catalogue_is_told_before_any_page(tmp_path: Path) -> None:
    made = templates(tmp_path, {"it.html": ""}, site(language="fr"))
    with pytest.raises(ProblemsFound, match=r"layouts/messages/fr\.toml"):
        made.render(Template("it.html", article_page()), kept())


# -- what layouts may use


@pytest.mark.parametrize(
    ("expression", "at_root", "below"),
    [
        ("'/a/'|link", "/a/", "/repo/a/"),
        ("'/a/'|absolute", "https://example.com/a/", "https://example.com/repo/a/"),
        ("page.article.section|link", "/world/", "/repo/world/"),
        ("page.article|absolute", f"https://example.com{CALL}", f"https://example.com/repo{CALL}"),
        ("'https://b.org/'|link", "https://b.org/", "https://b.org/"),
        ("'//b.org/'|absolute", "//b.org/", "//b.org/"),
        ("'#part'|link", "#part", "#part"),
        ("asset('site.css')", "/assets/site.1234.css", "/repo/assets/site.1234.css"),
    ],
)
def test_addresses_get_the_sites_base(
    tmp_path: Path, expression: str, at_root: str, below: str
) -> None:
    layout = f"{{{{ {expression} }}}}"
    assert shown(tmp_path, layout, article_page()) == at_root
    assert shown(tmp_path, layout, article_page(), below_a_path()) == below


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("page.article.published|iso", "2025-11-28T09:30:00-05:00"),
        ("page.article.published.at|iso", "2025-11-28T09:30:00-05:00"),
        ("page.article.published|rfc822", "Fri, 28 Nov 2025 09:30:00 -0500"),
        ("page.article.published|date('short')", "28 nov 2025"),
        ("page.article.published.at|month", "noviembre de 2025"),
        ("['Ana', 'Inés']|listed", "Ana e Inés"),
        ("12345|number", "12.345"),
        ("'a\\x00b'|xml_safe", "ab"),
        ("t('hits', count=2)", "2 hits"),
    ],
)
def test_words_follow_the_language_and_machines_do_not(
    tmp_path: Path, expression: str, expected: str
) -> None:
    page = article_page(article=teaser(published=at(has_time=False)))
    written(tmp_path, {"messages/es.toml": ENGLISH})
    assert shown(tmp_path, f"{{{{ {expression} }}}}", page, site(language="es")) == expected


def test_a_layout_may_count_and_remember(tmp_path: Path) -> None:
    layout = (
        "{% set it = namespace(n=1) %}{% for i in range(3) %}{% set it.n = it.n + i %}{% endfor %}"
    )
    assert shown(tmp_path, layout + "{{ it.n }}") == "4"


@pytest.mark.parametrize("expression", ["lipsum()", "[1, 2]|random"])
def test_a_layout_has_no_dice(tmp_path: Path, expression: str) -> None:
    with pytest.raises(ProblemsFound):
        shown(tmp_path, f"{{{{ {expression} }}}}")


def test_a_byline_is_grouped_by_role_in_the_order_of_roles(tmp_path: Path) -> None:
    byline = (
        signature("Eva", Role.EDITING),
        signature("Ana"),
        signature("Leo", Role.PHOTOGRAPHS),
        signature("Luis"),
    )
    layout = (
        "{% for role, people in page.article.byline|by_role %}"
        "{{ role }}: {{ people|map(attribute='name')|listed }}. {% endfor %}"
    )
    text = shown(tmp_path, layout, article_page(article=teaser(byline=byline)))
    assert text == "reporting: Ana and Luis. photographs: Leo. editing: Eva. "


def test_links_stay_links_in_a_list_and_in_a_message(tmp_path: Path) -> None:
    layout = "{{ t('by', names=['<b>Inés</b>'|safe, 'A & B']|listed) }}"
    assert shown(tmp_path, layout) == "By <b>Inés</b> and A &amp; B"


def test_a_list_of_links_says_e_by_the_name_and_not_the_tag(tmp_path: Path) -> None:
    written(tmp_path, {"messages/es.toml": ENGLISH})
    layout = "{{ ['Ana', '<a>Inés</a>'|safe]|listed }}"
    assert shown(tmp_path, layout, info=site(language="es")) == "Ana e <a>Inés</a>"


def test_values_of_a_message_are_escaped_once(tmp_path: Path) -> None:
    assert shown(tmp_path, "{{ t('by', names='A & B') }}") == "By A &amp; B"


def test_what_is_safe_already_is_not_escaped_again(tmp_path: Path) -> None:
    layout = "{{ ['A & B']|listed|xml_safe }} {{ 'A & B'|xml_safe }}"
    assert shown(tmp_path, layout) == "A &amp; B A &amp; B"


def test_a_body_is_shown_inside_a_macro_too(tmp_path: Path) -> None:
    files = {
        "m.html": "{% macro prose(it) %}{{ it|html }}{% endmacro %}",
        "it.html": '{% from "m.html" import prose %}{{ prose(page.body) }}',
    }
    text = templates(tmp_path, files).render(Template("it.html", article_page()), kept())
    assert text.decode() == HTML + "\n"


def test_a_bodys_text_is_never_a_layouts_source(tmp_path: Path) -> None:
    html = "<p>{{ site.title }} {% raw %}</p>"
    page = article_page(body=body(html), article=teaser(title="{{ site.title }}"))
    made = templates(tmp_path, {"it.html": "{{ page.article.title }}{{ page.body|html }}"})
    text = made.render(Template("it.html", page), kept(html)).decode()
    assert text == f"{{{{ site.title }}}}{html}\n"


def test_full_text_is_escaped_in_a_feed(tmp_path: Path) -> None:
    html = '<a href="ref:0">b</a>'
    page = article_page(body=BodyHtml(body(html).digest, (Target("/b/"),)))
    made = templates(tmp_path, {"it.xml": "{{ page.body|full_text(page.article.url) }}"})
    text = made.render(Template("it.xml", page), kept(html)).decode()
    assert text == "&lt;a href=&#34;https://example.com/b/&#34;&gt;b&lt;/a&gt;\n"


def test_structured_data_stands_in_a_script_as_it_is(tmp_path: Path) -> None:
    layout = "{% for text in page|structured_data %}{{ text }}\n{% endfor %}"
    first, second = shown(tmp_path, layout, article_page(head=head(trail=(Link("a", "/"),)))).split(
        "\n"
    )
    assert first.startswith('{"@context":"https://schema.org","@type":"NewsArticle",')
    assert second.startswith('{"@context":"https://schema.org","@type":"BreadcrumbList",')


def test_pages_are_rendered_one_after_another_with_their_own_bodies(tmp_path: Path) -> None:
    made = templates(tmp_path, {"it.html": "{{ page.body|html }}"})
    first = made.render(Template("it.html", article_page()), {TEXT: "<p>1</p>"})
    second = made.render(Template("it.html", article_page()), {TEXT: "<p>2</p>"})
    assert (first, second) == (b"<p>1</p>\n", b"<p>2</p>\n")


def test_a_site_is_seen_inside_macros(tmp_path: Path) -> None:
    files = {
        "m.html": "{% macro name() %}{{ site.title }}{% endmacro %}",
        "it.html": '{% import "m.html" as m %}{{ m.name() }}',
    }
    info = site(menu=(Link("a", "/a/"),))
    text = templates(tmp_path, files, info).render(Template("it.html", article_page()), kept())
    assert text == b"The Example\n"


def test_a_macro_gives_each_value_its_own_result(tmp_path: Path) -> None:
    files = {
        "m.html": "{% macro say(it, more='-') %}{{ it }}{{ more }}{% endmacro %}",
        "it.html": "{% from 'm.html' import say %}"
        "{% for each in [1, true, 1, none, '<b>', '<b>'|safe, '<b>'] %}{{ say(each) }}{% endfor %}"
        "{{ say(1, more='+') }}{{ say(1, '+') }}{{ say(page.tags) }}",
    }
    text = templates(tmp_path, files).render(Template("it.html", article_page()), kept())
    assert text.decode() == "1-True-1-None-&lt;b&gt;-<b>-&lt;b&gt;-1+1+()-\n"


def test_a_macro_of_the_layout_itself_sees_its_page(tmp_path: Path) -> None:
    layout = "{% macro name(it) %}{{ it }} {{ page.article.title }}{% endmacro %}{{ name(1) }}"
    made = templates(tmp_path, {"it.html": layout, "in.html": "{% include 'it.html' %}"})
    for title in ("One", "Two"):
        page = article_page(article=teaser(title=title))
        for name in ("it.html", "in.html"):
            assert made.render(Template(name, page), kept()).decode() == f"1 {title}\n"


def test_a_macro_that_is_imported_with_its_page_sees_it(tmp_path: Path) -> None:
    files = {
        "m.html": "{% macro name(it) %}{{ it }} {{ page.article.title }}{% endmacro %}",
        "it.html": "{% from 'm.html' import name with context %}{{ name(1) }}",
    }
    made = templates(tmp_path, files)
    for title in ("One", "Two"):
        page = article_page(article=teaser(title=title))
        assert made.render(Template("it.html", page), kept()).decode() == f"1 {title}\n"


def test_what_a_macro_is_called_around_is_its_own_each_time(tmp_path: Path) -> None:
    files = {
        "m.html": "{% macro box(it) %}{{ it }}({{ caller() }}){% endmacro %}",
        "it.html": "{% from 'm.html' import box %}"
        "{% for each in [1, 2] %}{% call box('a') %}{{ each }}{% endcall %}{% endfor %}",
    }
    text = templates(tmp_path, files).render(Template("it.html", article_page()), kept())
    assert text.decode() == "a(1)a(2)\n"


def test_a_macro_is_put_through_once_for_equal_teasers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("generator.rendering.engine.link", lambda _, place: asked.append(place.url))
    files = {
        "m.html": "{% macro card(it) %}{{ it|link }}{% endmacro %}"
        "{% macro row(all) %}{% for it in all %}{{ card(it) }}{% endfor %}{% endmacro %}",
        "it.html": "{% from 'm.html' import card, row %}{{ card(page.article) }}"
        "{{ row([page.article, page.article]) }}",
    }
    made = templates(tmp_path, files)
    for title in ("One", "One", "Two"):
        page = article_page(article=teaser(title=title))
        made.render(Template("it.html", page), kept())
    assert len(asked) == 2
