"""What addresses.toml is to hold: what it has, and what is public now."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from generator.fingerprint import Digest
from generator.paths import SourcePath, UrlPath
from generator.planning.fates import Fate, Fated, Text, date_of
from generator.planning.site import Site
from generator.recorded import DIGITS, Recorded

Texts = Mapping[SourcePath, Text]


def to_record(site: Site) -> tuple[Recorded, ...]:
    """Return every address that was or is public, by address. Nothing is ever left out.

    What stands or leads somewhere is recorded as the file that is found there is now, so that it is
    known again after the next move.
    """
    texts: dict[SourcePath, Text] = {each.article.source: each.article for each in site.articles}
    texts |= {each.page.source: each.page for each in site.pages}
    entries = {each.recorded.address: _renewed(each, texts) for each in site.fates}
    for address, source in _public(site):
        entries.setdefault(address, _marked(Recorded(address=address), source, texts))
    return tuple(entries[address] for address in sorted(entries))


def _public(site: Site) -> Iterator[tuple[UrlPath, SourcePath]]:
    yield from ((each.url, each.article.source) for each in site.articles)
    yield from ((each.url, each.page.source) for each in site.pages)
    yield from ((each.url, each.source) for each in site.notices)


def _renewed(fated: Fated, texts: Texts) -> Recorded:
    is_by_hand = fated.fate is Fate.REDIRECTED and fated.recorded.to
    is_known = fated.source in texts or fated.fate is Fate.WITHDRAWN
    if is_by_hand or not is_known:
        return fated.recorded
    return _marked(fated.recorded, fated.source, texts)


def _marked(entry: Recorded, source: SourcePath, texts: Texts) -> Recorded:
    """Return an entry with what its file is known by; of a withdrawn one, that is its name."""
    if source not in texts:
        return replace(entry, source=source)
    text = texts[source]
    digest = Digest(text.body.digest[:DIGITS])
    return replace(entry, source=source, title=text.title, date=date_of(text), digest=digest)
