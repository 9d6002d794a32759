"""Which reader a file goes to, by where it lies and what it is called."""

from pathlib import PurePosixPath

from generator.errors import Problem
from generator.fingerprint import digest
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
    return Reading(OtherFile(path, digest(data)))


def _fault(path: SourcePath, message: str, hint: str) -> Reading:
    return Reading(None, problems=(Problem(path, 0, 0, "", message, hint),))
