"""Pictures and documents, but only those that something public shows or links to."""

from collections.abc import Iterable, Iterator
from itertools import chain

from generator.model import PictureFile
from generator.paths import OutputPath, SourcePath, output_of
from generator.pictures import CROPS, Box, Format, Picture, Rendition, crop_box
from generator.planning.addresses import FILES, STATIC, file_path
from generator.planning.placed import Placed
from generator.planning.plan import Output, each_once
from generator.planning.recipes import Copy, FileOf, Resize
from generator.planning.revising import Revision
from generator.planning.site import Site


def plan(site: Site) -> Iterable[Output]:
    """Plan the files of each picture, and a copy of each document; one may be shown twice."""
    return each_once(chain(_pictures(_shown(site, site.articles)), _documents(site)))


def find(site: Site, path: OutputPath) -> Iterable[Output]:
    """Plan one file, looking first at what was placed already: a page is shown before its files."""
    if not path.startswith(("media/", FILES)):
        return
    for articles in (site.placed_already, site.articles):
        documents = (source for each in articles for source in each.files)
        planned = chain(_pictures(_shown(site, articles)), _copies(site, documents))
        found = next((each for each in planned if each.path == path), None)
        if found:
            yield found
            return
    yield from (output for output in _documents(site) if output.path == path)


def touched(revision: Revision) -> Iterator[OutputPath]:
    """Yield the files that edited articles showed or linked to, and those that they do now."""
    for side in revision.sides:
        placed = side.placed
        pictures, documents = _pictures(placed.drawn.items()), _copies(side.site, placed.files)
        yield from (each.path for each in chain(pictures, documents))


def _pictures(shown: Iterable[tuple[Picture, PictureFile]]) -> Iterator[Output]:
    files: dict[Picture, PictureFile] = {}
    for picture, file in shown:
        files.setdefault(picture, file)
    for picture, file in files.items():
        for source in picture.sources:
            for rendition in source.renditions:
                yield _whole(picture, file, rendition)
        for rendition in picture.renditions:
            yield _whole(picture, file, rendition)
        if picture.still:
            yield _part(picture, file, picture.still, None)
        for ratio, rendition in zip(CROPS, picture.crops, strict=False):
            yield _part(picture, file, rendition, crop_box(picture.size, ratio, picture.focal))


def _shown(site: Site, articles: Iterable[Placed]) -> Iterator[tuple[Picture, PictureFile]]:
    """Yield every picture that a public page shows, or links to, with its file."""
    yield from site.whole.drawn.items()
    for article in articles:
        yield from article.drawn.items()
    for page in site.pages:
        yield from page.references.drawn.items()
    for profile in site.profiles.values():
        yield from profile.references.drawn.items()


def _whole(picture: Picture, file: PictureFile, rendition: Rendition) -> Output:
    path = output_of(rendition.url)
    format_ = Format(path.rpartition(".")[2])
    recipe = Resize(
        _file(file), None, rendition.width, rendition.height, format_, picture.words,
        picture.animated,
    )  # fmt: skip
    return Output(path=path, recipe=recipe, source=file.source)


def _part(picture: Picture, file: PictureFile, part: Rendition, box: Box | None) -> Output:
    """Plan a still JPEG of a picture, or of the part of it in a box."""
    recipe = Resize(_file(file), box, part.width, part.height, Format.JPEG, picture.words)
    return Output(path=output_of(part.url), recipe=recipe, source=file.source)


def _file(file: PictureFile) -> FileOf:
    return FileOf(file.source, file.digest)


def _documents(site: Site) -> Iterator[Output]:
    needed = chain(
        site.needed,
        (source for each in site.articles for source in each.files),
        (source for each in site.pages for source in each.files),
    )
    return _copies(site, sorted(set(needed)))


def _copies(site: Site, documents: Iterable[SourcePath]) -> Iterator[Output]:
    for source in documents:
        if not source.startswith(STATIC):
            file = site.others[source]
            recipe = Copy(FileOf(source, file.digest))
            yield Output(path=file_path(file), recipe=recipe, source=source)
