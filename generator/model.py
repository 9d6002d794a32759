"""What a newsroom has, as its files say it. Reading makes these values; nothing changes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from generator.dates import When
from generator.errors import Problem
from generator.fingerprint import Digest
from generator.paths import SourcePath
from generator.pictures import MIDDLE, NO_WORDS, Focus, Words


class Role(StrEnum):
    """What a person did for an article, in the order in which a byline names them."""

    REPORTING = "reporting"
    PHOTOGRAPHS = "photographs"
    GRAPHICS = "graphics"
    ILLUSTRATION = "illustration"
    VIDEO = "video"
    AUDIO = "audio"
    DATA = "data"
    RESEARCH = "research"
    TRANSLATION = "translation"
    EDITING = "editing"


@dataclass(frozen=True, slots=True)
class Credit:
    """A name on an article, and what that person or desk did."""

    name: str
    role: Role = Role.REPORTING


@dataclass(frozen=True, slots=True)
class ImageUse:
    """A picture as an article uses it; `src` is as written, relative to the file."""

    src: str
    words: Words = NO_WORDS
    focus: Focus = MIDDLE


@dataclass(frozen=True, slots=True)
class Correction:
    """What was wrong, and when it was put right."""

    date: When
    text: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That an article was taken back; from when, and why, where it was said."""

    date: When | None = None
    text: str = ""


class RefKind(StrEnum):
    """What a reference in a body is for."""

    LINK = "link"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference from a body to another file of the site, as written, to be resolved in planning.

    `target` is without its fragment. The body's HTML holds the reference's number in its place.
    `words` are what the text says of a picture.
    """

    kind: RefKind
    target: str
    fragment: str
    line: int
    column: int
    words: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a body: its level (2 to 6), the id of its element, its text."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its answer, both as plain text."""

    text: str
    answer: str


@dataclass(frozen=True, slots=True)
class Mention:
    """Something that a text holds, and where."""

    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Body:
    """The facts of a body. Its HTML is kept apart, under `digest`.

    `excerpt` is its first paragraph, which stands at `start`; `unpaired` are the paragraphs that
    lack a quotation mark, `addresses` the links to other sites.
    """

    digest: Digest
    refs: tuple[Ref, ...] = ()
    headings: tuple[Heading, ...] = ()
    ids: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    excerpt: str = ""
    words: int = 0
    start: tuple[int, int] = (0, 0)
    unpaired: tuple[Mention, ...] = ()
    addresses: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One story, as its file says it.

    `places` gives the line and column of each front-matter field, so that planning can point at
    them.
    """

    source: SourcePath
    slug: str
    title: str
    credits: tuple[Credit, ...]
    date: When
    body: Body
    updated: When | None = None
    section: str = ""
    tags: tuple[str, ...] = ()
    summary: str = ""
    dateline: str = ""
    kicker: str = ""
    image: ImageUse | None = None
    aliases: tuple[str, ...] = ()
    draft: bool = False
    embargo: When | None = None
    expires: When | None = None
    withdrawn: Withdrawal | None = None
    corrections: tuple[Correction, ...] = ()
    language: str = ""
    canonical: str = ""
    featured: bool = False
    places: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that is no article: about, a policy."""

    source: SourcePath
    slug: str  # may have parts: "legal/terms"
    title: str
    body: Body
    summary: str = ""
    draft: bool = False
    updated: When | None = None
    language: str = ""
    aliases: tuple[str, ...] = ()
    places: Mapping[str, tuple[int, int]]


class AuthorType(StrEnum):
    """Whether a byline is a person's or a desk's."""

    PERSON = "person"
    DESK = "desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Somebody who signs articles; the body is the biography."""

    source: SourcePath
    slug: str
    name: str
    type: AuthorType
    body: Body
    role: str = ""
    picture: ImageUse | None = None
    links: tuple[str, ...] = ()
    fediverse: str = ""
    places: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture of the site, and what its file says of itself.

    `width` and `height` are as shown, in pixels. `tone` is its main colour, as three hexadecimal
    digits. `private` is set where the file tells a place on earth or a camera's number.
    """

    source: SourcePath
    digest: Digest
    width: int
    height: int
    type: str
    animated: bool = False
    transparent: bool = False
    tone: str = ""
    words: Words = NO_WORDS
    private: bool = False


@dataclass(frozen=True, slots=True)
class OtherFile:
    """Any other file under `content/`: a document that articles may link to."""

    source: SourcePath
    digest: Digest


Content = Article | Page | Author | PictureFile | OtherFile


@dataclass(frozen=True, slots=True)
class Faulty:
    """What planning can still check of a file with errors, so that all are told in one run.

    It is no content: nothing of it can reach an output.
    """

    source: SourcePath
    refs: tuple[Ref, ...] = ()
    section: str = ""
    section_place: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one file gave: its value, its body's HTML, and every problem of the file.

    `content` is None where there is an error, and `faulty` may then hold what is left to check.
    `html` is empty where the file has no body.
    """

    content: Content | None
    html: str = ""
    problems: tuple[Problem, ...] = ()
    faulty: Faulty | None = None
