"""The strict reader of HTML sees what a browser would mend."""

import pytest

from tests.strict_html import read_html

FRAME = (
    "<!doctype html>\n<html lang='en'><head><title>T</title></head><body><main>\n"
    "{}\n</main></body></html>\n"
)


def faults(main: str) -> list[str]:
    return read_html(FRAME.format(main))[1]


def test_a_valid_page_has_no_faults() -> None:
    valid = (
        '<h1 id="a">One</h1><section aria-labelledby="b"><h2 id="b">Two</h2>'
        '<p>Text<br>and <img src="x" alt="" width="1" height="1">.</p></section>'
    )
    assert faults(valid) == []


@pytest.mark.parametrize(
    ("main", "fault"),
    [
        ("<h1>x</h1><p>open", "line 4: </main> where <p> of line 3 is open"),
        ("<h1>x</h1><p><b><i>x</b></i></p>", "line 3: </b> where <i> of line 3 is open"),
        ("<h1>x</h1></div>", "line 3: </div> where <main> of line 2 is open"),
        ("<h1>x</h1><p><ul></ul></p>", "line 3: <ul> inside <p>"),
        ("<h1>x</h1><br/>", "line 3: <br/>"),
        ("<h1>x</h1><ul>x</ul>", "line 3: text inside <ul>: 'x'"),
        ("<h1>x</h1><p id='a' id='b'>x</p>", "line 3: <p> has an attribute twice"),
        ("<h1 id='a'>x</h1><p id='a'>x</p>", "the id 'a' stands twice"),
        ("<h1>x</h1><p id='a b'>x</p>", "line 3: the id 'a b'"),
        ("<h1>x</h1><!-- x -->", "line 3: <!-- x -->"),
        ("<p>x</p>", "expected one h1, got []"),
        ("<h1>x</h1><h1>y</h1>", "expected one h1, got ['h1', 'h1']"),
        ("<h1>x</h1><h3>y</h3>", "line 3: h3 after h1"),
        ("<h1> </h1>", "line 3: an empty h1"),
        ("<h1>x</h1><img src='x' width='1' height='1'>", "line 3: an img without alt"),
        ("<h1>x</h1><img src='x' alt=''>", "line 3: an img without height, width"),
        ("<h1>x</h1><a href='x'></a>", "line 3: a link that says nothing"),
        ("<h1>x</h1><a href='x'><a href='y'>z</a></a>", "line 3: a link inside a link"),
        ("<h1>x</h1><nav>a</nav><nav>b</nav>", "navigations that are named ['', '']"),
        (
            "<h1>x</h1><p aria-labelledby='no'>a</p>",
            "line 3: aria-labelledby of 'no', which is none",
        ),
        ("<h1>x</h1><section>a</section>", "line 3: a section without a heading"),
        ("<h1>x</h1><p style='x'>a</p>", "line 3: <p style> is inline code"),
        ("<h1>x</h1><p onclick='x'>a</p>", "line 3: <p onclick> is inline code"),
        ("<h1>x</h1><script>a</script>", "line 3: <script > is inline code"),
        ("<h1>x</h1><style>a</style>", "line 3: <style > is inline code"),
    ],
)
def test_a_fault_is_found_where_it_stands(main: str, fault: str) -> None:
    assert fault in faults(main)


def test_a_page_wants_its_doctype() -> None:
    assert read_html("<html></html>")[1][0] == "line 1: no doctype"


def test_text_is_in_the_order_of_the_document() -> None:
    root, _ = read_html(FRAME.format("<h1>a <b>b</b> c &amp; d</h1>"))
    assert root.one("h1").text == "a b c & d"
