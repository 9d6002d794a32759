"""Pictures and documents, but only those that something public shows or links to."""

from collections.abc import Iterable, Iterator
from itertools import chain

from generator.model import PictureFile
from generator.pages import BodyHtml
from generator.paths import OutputPath, output_of
from generator.pictures import CROPS, Box, Format, Picture, Rendition, crop_box
from generator.planning.addresses import STATIC, file_path
from generator.planning.plan import Output
from generator.planning.recipes import Copy, FileOf, Resize
from generator.planning.site import Site


def plan(site: Site) -> Iterable[Output]:
    """Plan the files of each picture, and a copy of each document."""
    done: set[OutputPath] = set()
    for output in chain(_pictures(site), _documents(site)):
        if output.path not in done:  # one file may be shown in several places
            done.add(output.path)
            yield output


def _pictures(site: Site) -> Iterator[Output]:
    for picture in dict.fromkeys(_shown(site)):
        file = site.drawn[picture]
        for source in picture.sources:
            for rendition in source.renditions:
                yield _whole(picture, file, rendition)
        for rendition in picture.renditions:
            yield _whole(picture, file, rendition)
        if picture.still:
            yield _part(picture, file, picture.still, None)
        for ratio, rendition in zip(CROPS, picture.crops, strict=False):
            yield _part(picture, file, rendition, crop_box(picture.size, ratio, picture.focal))


def _shown(site: Site) -> Iterator[Picture]:
    """Yield every picture that a public page shows, or links to."""
    yield from site.whole.pictures
    for article in site.articles:
        if article.teaser.picture:
            yield article.teaser.picture
        yield from _in_text(article.body)
    for page in site.pages:
        yield from _in_text(page.body)
    for card in site.cards.values():
        if card.picture:
            yield card.picture
        if card.body:
            yield from _in_text(card.body)


def _in_text(body: BodyHtml) -> Iterator[Picture]:
    return (target.picture for target in body.targets if target.picture)


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
    for source in sorted(set(needed)):
        if not source.startswith(STATIC):
            file = site.others[source]
            recipe = Copy(FileOf(source, file.digest))
            yield Output(path=file_path(file), recipe=recipe, source=source)
