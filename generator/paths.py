"""The three kinds of path, kept apart by type, and the rules for turning one into another.

`SourcePath`  a file of the site's folder, posix, as in "content/articles/2025/call.md"
`OutputPath`  a file of the result, posix, as in "2025/11/call/index.html"
`UrlPath`     an address under the site's base, percent-encoded, as in "/2025/11/call/"

`pathlib.Path` appears only where a disk is touched.
"""

import posixpath
import unicodedata
from typing import NewType
from urllib.parse import quote, unquote

SourcePath = NewType("SourcePath", str)
OutputPath = NewType("OutputPath", str)
UrlPath = NewType("UrlPath", str)

INDEX = "index.html"

# Device names that Windows will not create as files, with or without an ending.
RESERVED_NAMES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{device}{digit}" for device in ("com", "lpt") for digit in "0123456789¹²³"]
)
# Unreserved and sub-delimiter characters that a path segment may carry as they are (RFC 3986).
SAFE_IN_PATH = "/-._~!$&'()*+,;=:@"
LONGEST_SEGMENT = 120  # bytes; file systems stop at 255, with room for temporary names


def url_of(path: OutputPath) -> UrlPath:
    """Return the address at which a host serves an output."""
    is_index = path == INDEX or path.endswith("/" + INDEX)
    visible = path.removesuffix(INDEX) if is_index else path
    return UrlPath("/" + quote(visible, safe=SAFE_IN_PATH))


def output_of(url: str) -> OutputPath:
    """Return the output that a host serves at an address (the inverse of `url_of`)."""
    path = unicodedata.normalize("NFC", unquote(url)).lstrip("/")
    if not path or path.endswith("/"):
        return OutputPath(path + INDEX)
    return OutputPath(path)


def collision_key(path: OutputPath) -> str:
    """Return what is equal for two paths that some file system takes for one."""
    segments = unicodedata.normalize("NFC", path).casefold().split("/")
    return "/".join(segment.rstrip(". ") for segment in segments)


def path_fault(path: str) -> str:
    """Say what makes an output path unsafe to write on some system; empty if nothing does."""
    for segment in path.split("/"):
        if segment in ("", ".", ".."):
            return "an empty or dotted part"
        if segment.split(".")[0].rstrip(" ").casefold() in RESERVED_NAMES:
            return f'"{segment}", a name that Windows reserves'
        if segment != segment.rstrip(". "):
            return f'"{segment}", which ends in a dot or a space'
        if any(character in '<>:"\\|?*' or ord(character) < 32 for character in segment):
            return f'"{segment}", which has a character that Windows forbids'
        if len(segment.encode()) > LONGEST_SEGMENT:
            return f"a part longer than {LONGEST_SEGMENT} bytes"
    return ""


def written_from(base: SourcePath, target: SourcePath) -> str:
    """Return how a file is written in another, so that `resolve` finds it again."""
    return posixpath.relpath(target, posixpath.dirname(base))


def resolve(base: SourcePath, target: str) -> SourcePath | None:
    """Return the source that `target`, written in the file `base`, points to.

    A target that starts with "/" counts from `content/`. None where it would leave the site.
    """
    root, _, _ = base.partition("/")
    start = [root] if target.startswith("/") else base.split("/")[:-1]
    parts = list(start)
    for part in unicodedata.normalize("NFC", target).split("/"):
        if part in ("", "."):
            continue
        if part == "..":
            if len(parts) <= 1:
                return None
            parts.pop()
        else:
            parts.append(part)
    return SourcePath("/".join(parts))
