"""Where the desk's pages lie in the preview, and links into the editor of whoever reads them."""

import re
from urllib.parse import quote, unquote

from generator.paths import SAFE_IN_PATH, SourcePath

DESK = "/_desk/"
ASSETS = f"{DESK}assets/"
CONTENT = "content/"
# An address with one of these would run in the page instead of opening an editor.
_RUNS = re.compile(r"\s*(?:javascript|data|vbscript):", re.IGNORECASE)


def article_address(source: SourcePath) -> str:
    """Return the address of an article's own page of the desk."""
    return DESK + quote(source, safe=SAFE_IN_PATH)


def source_at(address: str) -> SourcePath | None:
    """Return the article whose page of the desk lies at an address; None where it is none's."""
    path = unquote(address.partition("?")[0])
    source = path.removeprefix(DESK)
    return SourcePath(source) if path != source and source.startswith(CONTENT) else None


def editor_link(pattern: str, path: str, line: int = 0, column: int = 0) -> str:
    """Return the link that opens a file in an editor; "" where no pattern is known.

    A place of 0 means the file as a whole, whose first character is opened.
    """
    if not pattern or _RUNS.match(pattern):
        return ""
    filled = pattern.replace("{line}", str(line or 1)).replace("{column}", str(column or 1))
    return filled.replace("{path}", quote(path, safe=SAFE_IN_PATH))
