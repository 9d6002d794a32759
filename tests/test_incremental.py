"""The specification: after any edits, an incremental build equals a clean one, byte for byte."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generator.building import making
from generator.building.build import plan_only
from generator.building.memory.store import Store
from generator.building.recording import record
from generator.building.report import Report
from generator.errors import Problem, ProblemsFound
from generator.paths import OutputPath
from generator.planning.changes import Audience, Change
from generator.preview.following import Following
from generator.project import Project
from tests.site_kit import (
    NOW,
    PLAIN,
    SITE_TOML,
    article,
    build_at,
    png,
    request,
    settled,
    site,
    tree,
    write,
)

pytestmark = pytest.mark.usefixtures("quick_disk")

SLOTS = 4
COLOURS = ("blue", "green", "red")
LAYOUTS = ("article.html", "listing.html", "feed.json", "base.html", "parts/foot.html")
SETTINGS = (
    "",
    "[feeds]\nitems = 2\n",
    "[listings]\nsize = 1\n",
    '[front]\nline_up = ["articles/a1.md"]\nseconds = 1\n',
    '[publisher]\nname = "Others"\nlogo = "images/p0.png"\n',
    '[checks]\nsummary = "error"\n',
    '[checks]\npicture_alt = "off"\n[listings]\nsize = 2\n',
)
ADDRESSES = (
    '"/2025/11/before-{number}/" = {{ source = "content/articles/a{number}.md" }}',
    '"/old/{number}/" = {{ title = "Title 1", source = "content/articles/gone.md" }}',
    '"/by-hand/{number}/" = {{ to = "/about/" }}',
    '"/given-up/{number}/" = {{ gone = true }}',
    '"/faulty/{number}/" = {{ }}',
)
# When something may happen to an article, in hours from the start; 0 leaves it out.
TIMES = (0, -72, -47, -3, -1, 1, 2, 30)


class Interrupted(Exception):
    """Raised in the middle of a build, as if the process had died there."""


@dataclass
class Story:
    """An article as this test writes it."""

    number: int
    name: str
    title: int = 0
    body: int = 0
    hour: int = -60
    fields: dict[str, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)  # of all articles, by number

    def text(self) -> str:
        now = {name: self._time(hours) for name, hours in self.fields.items() if name in HOURS}
        given_ = {name: now[name] for name in now if now[name]}
        tag = self.fields.get("tags", 0)
        body = f"First.\n\nText {self.body}." + self._references()
        corrections = given_.pop("corrections", None)
        if corrections:
            given_["corrections"] = f"\n  - date: {corrections}\n    text: It was wrong."
        return article(
            f"Title {self.title}",
            body,
            author=AUTHORS[self.fields.get("author", 0)],
            date=self._time(self.hour),
            section=(None, "news", "sport")[self.fields.get("section", 1)],
            tags=(None, "[One]", "[One, Two]", "[two]", "[Three]")[tag],
            featured="true" if self.fields.get("featured") else None,
            summary=("What it says.", None)[self.fields.get("summary", 0)],
            draft="true" if self.fields.get("draft") else None,
            image=("../images/p1.png" if self.fields.get("image") else None),
            aliases=(f"[/old/{self.number}/]" if self.fields.get("aliases") else None),
            **given_,
        )

    def _references(self) -> str:
        text = ""
        if self.fields.get("picture"):
            text += "\n\n![A picture](../images/p0.png)"
        target = self.fields.get("link", 0)
        if target:
            text += f"\n\n[Another]({self.names.get(target - 1, 'gone')}.md)"
        address = ADDRESSED[self.fields.get("address", 0)]
        if address:
            text += f"\n\n[At an address]({address})"
        if self.fields.get("part"):
            text += "\n\n## Part"
        return text

    def _time(self, hours: int) -> str:
        return f"{NOW + timedelta(hours=hours):%Y-%m-%d %H:%M}" if hours else ""


AUTHORS = ("Ada Reed", "Ben Okri", "[Ada Reed, Ben Okri]", "ben okri")
# Addresses of the site to which an article may lead.
ADDRESSED = ("", "/tags/one/", "/tags/three/", "/2025/11/a1/", "/old/2/", "/2025/11/a0/#part")
HOURS = ("embargo", "expires", "updated", "withdrawn", "corrections")
CHOICES = {
    "draft": 2,
    "tags": 5,
    "featured": 2,
    "summary": 2,
    "section": 3,
    "author": len(AUTHORS),
    "image": 2,
    "picture": 2,
    "aliases": 2,
    "link": SLOTS + 1,
    "address": len(ADDRESSED),
    "part": 2,
}


@dataclass
class Newsroom:
    """A site, and the edits that can be made to it; each takes two numbers for its choices."""

    project: Project
    stamps_count: bool
    audience: Audience = Audience.PUBLIC
    now: datetime = NOW
    stories: dict[int, Story] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        return self.project.root

    def build(self, **options: object) -> Report:
        clock = settled() if self.stamps_count else 0  # before any stamp: none is trusted
        wanted = {"clock_ns": clock, "audience": self.audience, **options}
        return build_at(self.project, self.now, **wanted)

    def start(self) -> None:
        """Write articles that have all in common that articles can have."""
        for story in [self._story(number) for number in range(SLOTS)]:
            number = story.number
            story.fields = {
                "tags": number % 3,
                "section": 1 + number % 2,
                "author": number % 3,
                "picture": number % 2,
                "image": number // 2,
                "link": 1 + (number + 1) % SLOTS,
            }
            self._save(story)

    def _save(self, story: Story) -> None:
        write(self.root, {f"content/articles/{story.name}.md": story.text()})

    def _story(self, number: int) -> Story:
        number %= SLOTS
        if number not in self.stories:
            self.names[number] = f"a{number}"
            self.stories[number] = Story(number, f"a{number}", names=self.names)
        return self.stories[number]

    def edit_body(self, number: int, choice: int) -> None:
        story = self._story(number)
        story.body = choice
        self._save(story)

    def edit_title(self, number: int, choice: int) -> None:
        story = self._story(number)
        story.title = choice % 3
        self._save(story)

    def edit_field(self, number: int, choice: int) -> None:
        story = self._story(number)
        name = list(CHOICES)[choice % len(CHOICES)]
        most = CHOICES[name]
        story.fields[name] = (story.fields.get(name, 0) + 1 + choice // 8 % (most - 1)) % most
        self._save(story)

    def edit_time(self, number: int, choice: int) -> None:
        story = self._story(number)
        name = HOURS[choice % len(HOURS)]
        story.fields[name] = TIMES[(choice // len(HOURS)) % len(TIMES)]
        self._save(story)

    def schedule(self, number: int, choice: int) -> None:
        story = self._story(number)
        story.hour = TIMES[choice % len(TIMES)] or -60
        self._save(story)

    def edit_in_place(self, number: int, choice: int) -> None:
        """Change one letter; inode and size stay, and the time too where stamps prove nothing."""
        story = self._story(number)
        path = self.root / f"content/articles/{story.name}.md"
        story.body = (story.body // 10) * 10 + choice % 10
        if not path.exists() or path.stat().st_size != len(story.text().encode()):
            self._save(story)
            return
        before = path.stat()
        with path.open("r+b") as file:
            file.write(story.text().encode())
        if not self.stamps_count:
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    def touch(self, number: int, choice: int) -> None:
        os.utime(self.root / "site.toml", (choice, choice))
        self._save(self._story(number))

    def delete(self, number: int, choice: int) -> None:
        story = self.stories.pop(number % SLOTS, None)
        if story:
            (self.root / f"content/articles/{story.name}.md").unlink()
            for each in self._that_link_to(story, choice):
                each.fields["link"] = 0
                self._save(each)

    def _that_link_to(self, story: Story, choice: int) -> list[Story]:
        """Return whose links must follow; now and then it is forgotten, and is a problem."""
        if choice % 4 == 0:
            return []
        others = self.stories.values()
        return [each for each in others if each.fields.get("link") == story.number + 1]

    def rename(self, number: int, choice: int) -> None:
        story = self._story(number)
        (self.root / f"content/articles/{story.name}.md").unlink(missing_ok=True)
        story.name = f"a{story.number}" + ("-new" if choice % 2 else "")
        self.names[story.number] = story.name
        self._save(story)
        for each in self._that_link_to(story, choice):
            self._save(each)

    def swap(self, number: int, choice: int) -> None:
        one, other = self._story(number), self._story(choice)
        one.body, other.body, one.title, other.title = (
            other.body,
            one.body,
            other.title,
            one.title,
        )
        self._save(one)
        self._save(other)

    def edit_author(self, number: int, choice: int) -> None:
        text = f"---\nname: Ada Reed\nrole: Post {number % 2}\n---\nLife {choice % 3}.\n"
        write(self.root, {"content/authors/ada-reed.md": text})

    def edit_page(self, number: int, choice: int) -> None:
        draft = "draft: true\n" if number % 3 == 0 else ""
        text = f"---\ntitle: About\n{draft}---\nUs {choice % 3}.\n"
        write(self.root, {"content/pages/about.md": text})

    def replace_picture(self, number: int, choice: int) -> None:
        data = png(COLOURS[choice % 3], 2 + choice % 2)
        write(self.root, {f"content/images/p{number % 2}.png": data})

    def edit_layout(self, number: int, choice: int) -> None:
        name = f"layouts/{LAYOUTS[number % len(LAYOUTS)]}"
        text = PLAIN[name].replace("{{", f"{choice % 3} {{{{", 1)
        write(self.root, {name: text})

    def edit_words(self, _: int, choice: int) -> None:
        text = f'foot = "The end {choice % 3}"\ncorrections_other = "Corrections"\n'
        write(self.root, {"layouts/messages/en.toml": text})

    def edit_asset(self, _: int, choice: int) -> None:
        write(self.root, {"layouts/assets/site.css": f"/* {choice % 3} */"})

    def edit_settings(self, number: int, choice: int) -> None:
        permalink = 'permalink = "/{slug}/"\n' if number % 3 == 0 else ""
        text = f"{permalink}{SITE_TOML}{SETTINGS[choice % len(SETTINGS)]}"
        write(self.root, {"site.toml": text})

    def record(self, _: int, __: int) -> None:
        with suppress(ProblemsFound):
            record(request(self.project, self.now))

    def edit_addresses(self, number: int, choice: int) -> None:
        line = ADDRESSES[choice % len(ADDRESSES)].format(number=number % SLOTS)
        path = self.root / "addresses.toml"
        known = path.read_text("utf-8") if number % 2 and path.exists() else ""
        write(self.root, {"addresses.toml": "" if f"{line}\n" in known else f"{known}{line}\n"})

    def step_clock(self, number: int, choice: int) -> None:
        hours = (1, 2, 46, 48, 71)[choice % 5] * (-1 if number % 3 == 0 else 1)
        self.now += timedelta(hours=hours)

    def delete_store(self, _: int, __: int) -> None:
        (self.project.state / "store.sqlite").unlink(missing_ok=True)

    def damage_store(self, number: int, choice: int) -> None:
        path = self.project.state / "store.sqlite"
        if path.exists():
            data = bytearray(path.read_bytes())
            data[(number * 7919 + choice * 104_729) % len(data)] ^= 1 << choice % 8
            path.write_bytes(data)

    def edit_result(self, number: int, choice: int) -> None:
        files = sorted(path for path in self.project.public.rglob("*") if path.is_file())
        if files and choice % 2:
            files[number % len(files)].write_bytes(b"edited by hand")
        elif files:
            files[number % len(files)].unlink()

    def preview(self, number: int, choice: int) -> None:
        """Make an edit, and have a preview read it; it may be undone before it is built."""
        self.edit_field(number, choice)
        following = Following(request(self.project, self.now))
        following.open()

    def build_elsewhere(self, number: int, choice: int) -> None:
        """Make an edit, and build into another folder first."""
        self.edit_field(number, choice)
        with suppress(ProblemsFound):
            self.build(output=self.project.state / "elsewhere")

    def plan(self, number: int, choice: int) -> None:
        """Make an edit, and have it looked at."""
        self.edit_title(number, choice)
        with suppress(ProblemsFound):
            plan_only(request(self.project, self.now))

    def edit_two(self, number: int, choice: int) -> None:
        self.edit_field(number, choice)
        self.edit_field(number + 1, choice // 5)

    def interrupt(self, number: int, choice: int) -> None:
        """Make an edit, and build; the process dies at one of the moments of publishing."""
        self.edit_body(number, choice)
        with dying(number), suppress(ProblemsFound, Interrupted):
            self.build()


@contextmanager
def dying(moment: int) -> Iterator[None]:
    """Die before the store is written, or at one of the renames that make up a publication."""
    renames = 0
    real = os.replace

    def rename(source: Path, target: Path) -> None:
        nonlocal renames
        renames += 1
        if renames > moment // 2:
            raise Interrupted
        real(source, target)

    def die(_: Store) -> None:
        raise Interrupted

    with ExitStack() as patches:
        if moment % 2:
            patches.enter_context(patch.object(Store, "commit", die))
        else:
            patches.enter_context(patch.object(os, "replace", rename))
        yield


EDITS: tuple[Callable[[Newsroom, int, int], None], ...] = (
    Newsroom.edit_body,
    Newsroom.edit_title,
    Newsroom.edit_field,
    Newsroom.edit_field,  # twice and three times: they hold the most
    Newsroom.edit_time,
    Newsroom.edit_time,
    Newsroom.edit_time,
    Newsroom.schedule,
    Newsroom.edit_in_place,
    Newsroom.edit_two,
    Newsroom.preview,
    Newsroom.build_elsewhere,
    Newsroom.plan,
    Newsroom.touch,
    Newsroom.delete,
    Newsroom.rename,
    Newsroom.swap,
    Newsroom.edit_author,
    Newsroom.edit_page,
    Newsroom.replace_picture,
    Newsroom.edit_layout,
    Newsroom.edit_layout,
    Newsroom.edit_words,
    Newsroom.edit_asset,
    Newsroom.edit_settings,
    Newsroom.record,
    Newsroom.edit_addresses,
    Newsroom.step_clock,
    Newsroom.step_clock,
    Newsroom.delete_store,
    Newsroom.damage_store,
    Newsroom.edit_result,
    Newsroom.interrupt,
)
AUDIENCES = (Audience.PUBLIC, Audience.PUBLIC, Audience.PREVIEW)
STEPS = st.lists(
    st.tuples(st.sampled_from(EDITS), st.integers(0, 60), st.integers(0, 400)),
    min_size=1,
    max_size=10,
)


@dataclass(frozen=True)
class Outcome:
    """What a build made, and what it told; without a report, these are what stopped it."""

    files: dict[str, bytes]
    problems: tuple[Problem, ...]
    changes: tuple[Change, ...] = ()
    outputs: frozenset[OutputPath] | None = None


def outcome(build: Callable[[], Report], folder: Path) -> Outcome:
    """Build, and return what lies in the folder then, and what was told."""
    try:
        report = build()
    except ProblemsFound as found:
        return Outcome(tree(folder), found.problems)
    return Outcome(tree(folder), report.problems, report.changes, frozenset(report.outputs))


def check(newsroom: Newsroom) -> None:
    folder = request(newsroom.project, audience=newsroom.audience).place.root
    before = tree(folder)
    made = outcome(newsroom.build, folder)
    scratch = newsroom.project.state / "scratch"
    making._templates.cache_clear()  # nor may it know what this process has read before
    clean = outcome(lambda: newsroom.build(scratch=True), scratch)
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.rmtree(newsroom.project.state / "outputs" / "scratch", ignore_errors=True)
    assert (made.problems, made.changes) == (clean.problems, clean.changes)
    assert made.outputs == clean.outputs
    assert made.files == (clean.files if made.outputs else before)


@pytest.mark.slow
@settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    max_examples=30,
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(steps=STEPS, stamps_count=st.booleans(), audience=st.sampled_from(AUDIENCES))
def test_any_sequence_of_edits_builds_to_what_a_clean_build_makes(
    steps: list[tuple[Callable[[Newsroom, int, int], None], int, int]],
    stamps_count: bool,
    audience: Audience,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = {f"content/images/p{number}.png": png() for number in range(2)}
        newsroom = Newsroom(site(Path(folder), files), stamps_count, audience)
        newsroom.start()
        check(newsroom)
        for edit, number, choice in steps:
            edit(newsroom, number, choice)
            check(newsroom)
