"""A site that was revised is the site that would have been assembled."""

from hypothesis import given
from hypothesis import strategies as st

from generator.model import Article, Content, Correction, Credit, Withdrawal
from generator.outputs import INDEXES, KINDS
from generator.paths import SourcePath
from generator.planning.changes import Audience
from generator.planning.plan import Plan, make_plan
from generator.planning.register import Register
from generator.planning.site import Site
from tests.planning.newsroom import (
    article,
    author,
    body,
    document,
    image,
    link,
    page,
    picture,
    site,
    when,
)

NAMES = st.sampled_from("abcde")
DATES = st.sampled_from(["2025-11-28 09:30", "2025-11-28", "2025-10-01 08:00", "2025-12-02 10:00"])
TAGS = st.lists(st.sampled_from(["ships", "Ships", "oil", "crew"]), max_size=3).map(tuple)
LINKS = st.sampled_from(["a.md", "c.md", "../pages/about.md", "gone.md", "../documents/papers.pdf"])


@st.composite
def articles(draw: st.DrawFn) -> Article:
    return article(
        draw(NAMES),
        draw(DATES),
        slug=draw(NAMES),
        title=draw(st.sampled_from(["One", "Two"])),
        tags=draw(TAGS),
        section=draw(st.sampled_from(["", "harbour"])),
        credits=(Credit(draw(st.sampled_from(["Ana Díaz", "Bea", "bea"]))),),
        draft=draw(st.booleans()),
        withdrawn=draw(st.sampled_from([None, None, Withdrawal()])),
        corrections=draw(st.sampled_from([(), (Correction(when("2025-11-30"), "x"),)])),
        image=draw(st.sampled_from([None, image()])),
        aliases=draw(st.sampled_from([(), ("/old/",)])),
        featured=draw(st.booleans()),
        body=body(draw(st.sampled_from(["Text.", "More."])), link(draw(LINKS))),
    )


CONTENTS: st.SearchStrategy[Content] = articles() | st.sampled_from(
    [page(), page(draft=True), author(), author(name="Bea"), picture(), document()]
)
EDITS = st.lists(st.tuples(CONTENTS, st.booleans(), st.booleans()), max_size=6)


def everything(made: Site) -> Plan:
    return make_plan(made, KINDS, INDEXES)


def in_groups(register: Register) -> object:
    return (
        set(register.standings),
        [each.source for each in register.shown],
        [
            {key: [each.source for each in group] for key, group in groups.items()}
            for groups in (
                register.by_url, register.by_tag, register.by_author, register.by_section,
                register.by_month,
            )
        ],
    )  # fmt: skip


@given(EDITS, st.sampled_from(Audience))
def test_a_site_that_is_revised_step_by_step_is_the_site_of_its_files(
    edits: list[tuple[Content, bool, bool]], audience: Audience
) -> None:
    start = article("a", slug="a", section="harbour"), author(), page(), picture(), document()
    files: dict[SourcePath, Content] = {each.source: each for each in start}
    revised = site(*start, audience=audience)
    for content, stays, is_looked_at in edits:
        if is_looked_at:
            in_groups(revised.register)  # what was grouped is revised, what was not is grouped anew
        files.pop(content.source, None)
        if stays:
            files[content.source] = content
        revised = revised.revised({content.source: content if stays else None})
    clean = site(*(files[source] for source in sorted(files)), audience=audience)
    assert in_groups(revised.register) == in_groups(clean.register)
    assert everything(revised) == everything(clean)


def test_what_an_edit_does_not_touch_is_shared() -> None:
    before = site(article("a", tags=("ships",)), article("b", tags=("oil",)))
    in_groups(before.register)
    after = before.revised({SourcePath("content/articles/b.md"): article("b", title="New")})
    old, new = before.register, after.register
    kept = SourcePath("content/articles/a.md")
    assert new.standings[kept] is old.standings[kept]
    assert [tag.slug for tag in new.by_tag if new.by_tag[tag] is old.by_tag.get(tag)] == ["ships"]
