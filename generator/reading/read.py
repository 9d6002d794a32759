"""Which reader a file goes to, by where it lies and what it is called."""

from pathlib import PurePosixPath

from generator.errors import Problem
from generator.fingerprint import digest
from generator.imaging.svg import NotADrawing, check_drawing
from generator.model import OtherFile, Reading
from generator.paths import SourcePath
from generator.reading.articles import read_article
from generator.reading.people import read_author, read_page
from generator.reading.pictures import is_picture, read_picture

READERS = {
    "content/articles/": read_article,
    "content/pages/": read_page,
    "content/authors/": read_author,
}
# Files that somebody means as text, and that would be lost in silence if they were passed over.
# Photographs as cameras and editors keep them, with places and numbers in them.
NOT_FOR_THE_WEB = frozenset({".jpe", ".jfif", ".jif", ".tif", ".tiff", ".heic", ".heif", ".avifs",
                             ".dng", ".cr2", ".cr3", ".nef", ".arw", ".psd"})  # fmt: skip
WOFF2 = b"wOF2"  # what such a font starts with
LOOKS_LIKE_TEXT = frozenset({".markdown", ".mdown", ".mkd", ".mdx", ".mdwn", ".txt", ".text"})


def read(path: SourcePath, data: bytes) -> Reading:
    """Read one file of `content/`."""
    reader = next((each for folder, each in READERS.items() if path.startswith(folder)), None)
    suffix = PurePosixPath(path).suffix
    if is_picture(path):
        return read_picture(path, data)
    if suffix == ".md" and reader is not None:
        return reader(path, data)
    if suffix == ".md":
        folders = ", ".join(READERS)
        return _fault(path, f"expected Markdown under {folders}, got it elsewhere", "move the file")
    if reader is not None and (suffix.lower() == ".md" or suffix.lower() in LOOKS_LIKE_TEXT):
        message = f'expected a name that ends in .md, got "{PurePosixPath(path).name}"'
        return _fault(path, message, "rename the file, or it is not published")
    problem = _other_fault(path, data)
    return problem or Reading(OtherFile(path, digest(data)))


def _other_fault(path: SourcePath, data: bytes) -> Reading | None:
    """Return what is wrong with a file that browsers do something with: a drawing, a typeface."""
    suffix = PurePosixPath(path).suffix.lower()
    if suffix == ".svg":
        try:
            check_drawing(data)
        except NotADrawing as error:
            return _fault(path, error.message, error.hint)
    if suffix in NOT_FOR_THE_WEB:
        return _fault(path, f"expected a JPEG, PNG, WebP, AVIF or GIF, got a {suffix} file",
                      "export it as one of these: as it is, it would be published with all that it "
                      "tells of itself")  # fmt: skip
    if suffix == ".woff2" and not data.startswith(WOFF2):
        return _fault(path, "expected a WOFF2 font, got a file of another kind", "convert it")
    return None


def _fault(path: SourcePath, message: str, hint: str) -> Reading:
    return Reading(None, problems=(Problem(path, 0, 0, "", message, hint),))
