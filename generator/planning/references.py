"""What a reference leads to. Every address that a page shows is found here, or noted as missing."""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.config import SITE_FILE, Config
from generator.errors import Problem, Severity, did_you_mean, nearest
from generator.model import Body, ImageUse, OtherFile, PictureFile, Ref, RefKind
from generator.pages import BodyHtml, Target
from generator.paths import SourcePath, UrlPath, output_of, resolve, url_of, written_from
from generator.pictures import NO_WORDS, Picture, Words
from generator.planning.addresses import file_path
from generator.planning.drawn import Part, drawn
from generator.planning.known import Known

CONTENT = SourcePath("content/")
SITE_SOURCE = SourcePath(CONTENT + SITE_FILE)  # paths in site.toml count from content/
VECTOR = ".svg"
ELSEWHERE = ("https://", "http://", "mailto:", "tel:")  # as in texts


def content_path(written: str) -> SourcePath:
    """Return the source that a path of site.toml means."""
    return resolve(SITE_SOURCE, written) or SourcePath(CONTENT + written)


def no_drawing(config: Config, key: str, written: str, others: Iterable[SourcePath]) -> Problem:
    """Return the problem with a path of site.toml that should lead to a drawing, and does not."""
    drawings = (each.removeprefix(CONTENT) for each in others if each.endswith(VECTOR))
    message = f'expected an .svg file under content/, got "{written}", which is none'
    return config.problem(key, message, did_you_mean(written, drawings))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reference stands, for messages."""

    source: SourcePath
    line: int
    column: int
    field: str = ""


@dataclass(frozen=True, slots=True)
class Expectation:
    """An address that some output must have, to be checked once all outputs are known."""

    url: UrlPath
    place: Place


class References:
    """Resolves the references of one owner, and collects what it needs and what is wrong with them.

    `drawn` holds each picture that is shown, with its file; `linked` the documents that links lead
    to. `expectations` are addresses to be checked once all outputs are known.
    """

    def __init__(self, known: Known) -> None:
        """Start with nothing resolved."""
        self.known = known
        self.drawn: dict[Picture, PictureFile] = {}
        self.linked: list[SourcePath] = []
        self.problems: list[Problem] = []
        self.expectations: list[Expectation] = []

    @property
    def pictures(self) -> Mapping[SourcePath, PictureFile]:
        """All pictures of the site."""
        return self.known.contents.pictures

    @property
    def others(self) -> Mapping[SourcePath, OtherFile]:
        """All documents of the site."""
        return self.known.contents.others

    def body(self, source: SourcePath, body: Body) -> BodyHtml:
        """Resolve a body's references, in their order."""
        return BodyHtml(body.digest, self.targets(source, body.refs))

    def targets(self, source: SourcePath, refs: Iterable[Ref]) -> tuple[Target, ...]:
        """Return what references lead to, in their order."""
        return tuple(self._target(source, ref) for ref in refs)

    def files_of(self, source: SourcePath, body: Body) -> tuple[SourcePath, ...]:
        """Return the documents that a body links to."""
        found = (resolve(source, ref.target) for ref in body.refs)
        return tuple(dict.fromkeys(path for path in found if path and path in self.others))

    def picture(
        self,
        source: SourcePath,
        use: ImageUse,
        place: Place,
        part: Part = Part.TEXT,
        otherwise: Words = NO_WORDS,
    ) -> Picture | None:
        """Return the picture that `use` means; None, with a problem, where there is none."""
        path = resolve(source, use.src)
        file = self.pictures.get(path) if path else None
        if path in self.known.unread:
            return None
        if file is None:
            self._note_no_picture(source, use.src, path, place)
            return None
        return self._draw(file, use, part, otherwise)

    def _note_no_picture(
        self, source: SourcePath, written: str, path: SourcePath | None, place: Place
    ) -> None:
        if path in self.others:
            message = f'expected a JPEG, PNG, WebP, AVIF or GIF, got "{written}"'
            self._note(place, message, "export it as one of these")
            return
        message = f'expected a picture, got "{written}", which is not there'
        self._note(place, message, _spelled(source, path or written, self.pictures))

    def _draw(
        self, file: PictureFile, use: ImageUse, part: Part = Part.TEXT, otherwise: Words = NO_WORDS
    ) -> Picture:
        picture = drawn(file, use, part, otherwise)
        self.drawn.setdefault(picture, file)
        return picture

    def link(self, to: str, place: Place) -> str:
        """Return the address of a content path, a site address or a web address; "" for none."""
        if to.startswith(ELSEWHERE):
            return to
        if to.startswith("/"):
            return self._site_address(to, place)
        path = content_path(to)
        if path in self.others:
            self.linked.append(path)
        return self._content(path, "", place)

    def _target(self, source: SourcePath, ref: Ref) -> Target:
        place = Place(source, ref.line, ref.column)
        path = resolve(source, ref.target)
        if ref.kind is RefKind.PICTURE:
            picture = self.picture(source, ImageUse(ref.target, ref.words), place)
            return Target(picture.url, picture) if picture else Target("")
        if ref.target.startswith("/") and not (path and self.known.has(path)):
            return Target(self._site_address(_with(ref), place))
        if path is None:
            self._note(place, f'expected a file of the site, got "{ref.target}"')
            return Target("")
        if path in self.pictures:
            shown = self._draw(self.pictures[path], ImageUse(ref.target), Part.LINK)
            return Target(shown.url, shown)
        return Target(self._content(path, ref.fragment, place))

    def _site_address(self, address: str, place: Place) -> str:
        """Return an address of this site: as content if it is content's, else to be checked."""
        try:
            parts = urlsplit(address)
        except ValueError:  # brackets that are no IPv6 address
            self._note(place, f'expected an address of this site, got "{address}"')
            return ""
        source = self.known.owner(url_of(output_of(parts.path)))
        if source is not None:
            return self._content(source, parts.fragment, place)
        self.expectations.append(Expectation(UrlPath(parts.path), place))
        return address

    def _content(self, path: SourcePath, fragment: str, place: Place) -> str:
        if path in self.others:
            return url_of(file_path(self.others[path]))
        if path in self.known.unread:
            return ""
        if path in self.pictures:
            self._note(place, f"expected a page or a document, got the picture {path}")
            return ""
        address = self.known.address(path)
        if address is None:
            self._note_no_page(path, place)
            return ""
        ids = self.known.ids(path)
        if not fragment or ids is None:
            return address
        if fragment not in ids:
            message = f'expected a place in {path}, got "#{fragment}", which is none'
            self._note(place, message, did_you_mean(fragment, ids))
        return f"{address}#{fragment}"

    def _note_no_page(self, path: SourcePath, place: Place) -> None:
        """Note that a path leads to what is not public, or to nothing."""
        why = self.known.why_hidden(path)
        if why:
            message = f"leads to {path}, which {why}: shown without its link"
            if not self.known.unread:  # else it may be hidden only because another is at fault
                self._note(place, message, severity=Severity.WARNING)
            return
        known = [*self.known.addresses, *self.others]
        base = SourcePath(CONTENT) if place.source == SITE_FILE else place.source
        message = f'expected a file of the site, got "{path}", which does not exist'
        self._note(place, message, _spelled(base, path, known))

    def _note(
        self, place: Place, message: str, hint: str = "", severity: Severity = Severity.ERROR
    ) -> None:
        self.problems.append(
            Problem(place.source, place.line, place.column, place.field, message, hint, severity)
        )


def _spelled(base: SourcePath, path: str, known: Iterable[SourcePath]) -> str:
    """Say how a file that was missed is to be written where it was missed: of one name, or near."""
    by_name: dict[str, list[SourcePath]] = {}
    for each in known:
        by_name.setdefault(posixpath.basename(each), []).append(each)
    name = posixpath.basename(path)
    meant = name if name in by_name else nearest(name, by_name)
    namesakes = by_name.get(meant or "", [])
    found = nearest(path, namesakes) or next(iter(sorted(namesakes)), None)
    return f'did you mean "{written_from(base, SourcePath(found))}"?' if found else ""


def _with(ref: Ref) -> str:
    return ref.target + (f"#{ref.fragment}" if ref.fragment else "")
