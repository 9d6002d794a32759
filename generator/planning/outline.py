"""What other outputs are told of an output: a list of addresses needs no more."""

from datetime import datetime
from typing import NamedTuple

from generator.paths import OutputPath, UrlPath


class Outline(NamedTuple):
    """An output as a sitemap, say, is told of it.

    `is_listed` says whether search engines should know it, `is_text` whether the site's own search
    does; `is_stub` is on what only leads elsewhere.
    """

    path: OutputPath
    url: UrlPath | None = None
    lastmod: datetime | None = None
    is_listed: bool = False
    is_text: bool = False
    is_stub: bool = False
