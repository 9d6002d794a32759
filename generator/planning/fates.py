"""What becomes of every address that was published: it stands, leads on, or has an end on purpose.

An article is known by its file. A file that was moved is known by its text, else by title and date.
What is not public now is nowhere led to: an old address must not tell of a story under embargo.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from generator.config import Check
from generator.errors import Problem, Severity, nearest
from generator.fingerprint import digest
from generator.model import Article, Page
from generator.pages import State
from generator.paths import SourcePath, UrlPath, collision_key, output_of
from generator.planning.changes import Audience
from generator.planning.known import Known
from generator.recorded import ADDRESSES_FILE, DIGITS, NO_FILE, Recorded, readable

K = TypeVar("K")
Text = Article | Page
NO_TEXT = digest(b"")[:DIGITS]
GONE = "gone = true in this line, if nothing is to stand there"

# What an article may have in place of what hides it.
INSTEAD = {
    State.DRAFT: "withdrawn: true in place of draft",
    State.EMBARGOED: "withdrawn: true in place of embargo",
    State.SCHEDULED: "the date on which it was published",
}


class Fate(StrEnum):
    """What becomes of an address."""

    LIVE = "live"
    REDIRECTED = "redirected"
    WITHDRAWN = "withdrawn"  # a notice stands there
    EXPIRED = "expired"  # as its front matter wants it
    GONE = "gone"  # as addresses.toml wants it
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Fated:
    """An address and its fate: `to` is where it leads, `source` the file that is found there.

    `why` says why a lost one is, and `hint` what to write; it is empty where another fault is to be
    mended first.
    """

    recorded: Recorded
    fate: Fate
    to: UrlPath | None = None
    source: SourcePath = NO_FILE
    why: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What fates are decided from.

    `own` are the pages that no file of content stands behind.
    """

    texts: Iterable[Text]
    states: Mapping[SourcePath, State]
    known: Known
    aliases: Mapping[UrlPath, SourcePath]
    own: frozenset[UrlPath]


def fates_of(recorded: Iterable[Recorded], ground: Ground) -> tuple[Fated, ...]:
    """Return the fate of each address, in their order."""
    entries = tuple(recorded)
    fates = _Fates(entries, ground)
    return tuple(fates.of(each) for each in entries)


def date_of(text: Text) -> str:
    """Return what a text's date is recorded as; a page has none."""
    return text.date.text if isinstance(text, Article) else ""


class _Fates:
    def __init__(self, recorded: Iterable[Recorded], ground: Ground) -> None:
        self._recorded = {each.address: each for each in recorded}
        self._known = {each.source for each in self._recorded.values()}
        self._ground = ground
        self._addresses = ground.known.addresses
        self._standing = {url: source for source, url in ground.known.addresses.items()}
        self._texts = {each.source: each for each in ground.texts}

    def of(self, each: Recorded, seen: frozenset[UrlPath] = frozenset()) -> Fated:
        """Return an address's fate; `seen` are those that lead to it by hand."""
        if each.address in self._standing:
            source = self._standing[each.address]
            is_notice = self._ground.states.get(source) is State.WITHDRAWN
            return Fated(each, Fate.WITHDRAWN if is_notice else Fate.LIVE, None, source)
        if each.address in self._ground.own:
            return Fated(each, Fate.LIVE)
        if each.address in self._ground.aliases:
            return self._led(each, self._ground.aliases[each.address])
        if each.gone:
            return Fated(each, Fate.GONE)
        fated = self._by_hand(each, seen) if each.to else self._by_source(each)
        return self._told_apart(fated) if fated.to else fated

    def _led(self, each: Recorded, source: SourcePath) -> Fated:
        return Fated(each, Fate.REDIRECTED, self._addresses[source], source)

    def _told_apart(self, fated: Fated) -> Fated:
        """Return a redirect, unless some system takes its file for one that stands there."""
        address = fated.recorded.address
        other = self._by_key.setdefault(collision_key(output_of(address)), address)
        if other == address:
            return fated
        why = f'it differs from "{readable(other)}" in nothing that every system tells apart'
        return Fated(fated.recorded, Fate.LOST, why=why, hint=GONE)

    @cached_property
    def _by_key(self) -> dict[str, UrlPath]:
        known = (*self._standing, *self._ground.own, *self._ground.aliases)
        return {collision_key(output_of(address)): address for address in known}

    # -- by its file

    def _by_source(self, each: Recorded) -> Fated:
        owners = self._owners(each)
        if len(owners) > 1:
            return self._ambiguous(each, owners)
        if owners and owners[0].source in self._addresses:
            return self._led(each, owners[0].source)
        if owners:
            return self._hidden(each, owners[0].source)
        if each.source in self._ground.known.unread:
            return Fated(each, Fate.LOST, why=f"{each.source} cannot be read")
        why = f"{each.source} does not exist, and no other file has its text, or title and date"
        hint = f'aliases: ["{readable(each.address)}"] in what stands for it, or {GONE}'
        # What it has become may be a file that cannot be read yet.
        return Fated(each, Fate.LOST, why=why, hint="" if self._ground.known.unread else hint)

    def _owners(self, each: Recorded) -> list[Text]:
        """Return the article that stood there; several where they cannot be told apart."""
        own = self._texts.get(each.source)
        if own and _is_alike(own, each):
            return [own]
        if each.source in self._ground.known.unread:
            return []
        moved = self._moved(each)
        if own is None:
            return moved
        # Another story stands in its file: is this one in a new file, for readers to see?
        is_sure = len(moved) == 1 and moved[0].source in self._addresses
        return moved if is_sure else [own]

    def _moved(self, each: Recorded) -> list[Text]:
        """Return what has an address's text, else its title and date; first of what is public.

        A file that was there before is another story, even if it has the same few words.
        """
        is_known = each.digest and each.digest != NO_TEXT
        by_digest = self._by_digest.get(each.digest, []) if is_known else []
        by_title = self._by_title.get((each.title, each.date), []) if each.title else []
        titled = {text.source for text in by_title}
        both = [text for text in by_digest if text.source in titled]
        new = [text for text in by_digest if text.source not in self._known]
        found = both or new or by_title
        return [text for text in found if text.source in self._addresses] or found

    @cached_property
    def _by_digest(self) -> dict[str, list[Text]]:
        return _grouped(self._texts.values(), lambda text: text.body.digest[:DIGITS])

    @cached_property
    def _by_title(self) -> dict[tuple[str, str], list[Text]]:
        return _grouped(self._texts.values(), lambda text: (text.title, date_of(text)))

    def _ambiguous(self, each: Recorded, owners: list[Text]) -> Fated:
        names = " or ".join(sorted(text.source for text in owners))
        why = f"{each.source} does not exist, and may have become {names}"
        hint = f'aliases: ["{readable(each.address)}"] in the one that it has become, or {GONE}'
        return Fated(each, Fate.LOST, why=why, hint=hint)

    def _hidden(self, each: Recorded, source: SourcePath) -> Fated:
        state = self._ground.states.get(source)
        why = f"{source} {self._ground.known.why_hidden(source)}"
        if state is State.EXPIRED:
            return Fated(each, Fate.EXPIRED, source=source, why=why)
        instead = f"{INSTEAD[state]} in {source}, or " if state in INSTEAD else ""
        return Fated(each, Fate.LOST, source=source, why=why, hint=instead + GONE)

    # -- by hand

    def _by_hand(self, each: Recorded, seen: frozenset[UrlPath]) -> Fated:
        """Return the fate of an address with a `to`: it leads to the end of a chain at once."""
        to = each.to
        assert to is not None
        if to in self._standing:
            return self._led(each, self._standing[to])
        if to in self._ground.own:
            return Fated(each, Fate.REDIRECTED, to)
        if to in self._ground.aliases:
            return self._led(each, self._ground.aliases[to])
        if to in seen | {each.address}:
            return self._astray(each, "which leads back to it")
        if to in self._recorded:
            end = self.of(self._recorded[to], seen | {each.address})
            if end.to:
                return replace(end, recorded=each)
            return self._astray(each, f"which is {end.fate}")
        source = self._ground.known.owner(to)
        if source is not None:
            return self._astray(each, f"but {source} {self._ground.known.why_hidden(source)}")
        near = nearest(to, (*self._standing, *self._ground.own))
        return self._astray(each, "where nothing stands", near)

    def _astray(self, each: Recorded, reason: str, near: str | None = None) -> Fated:
        assert each.to is not None
        hint = f'to = "{readable(UrlPath(near))}"' if near else f"the address of a page, or {GONE}"
        why = f'it is to lead to "{readable(each.to)}", {reason}'
        return Fated(each, Fate.LOST, why=why, hint=hint)


def _is_alike(text: Text, each: Recorded) -> bool:
    """Whether a file may still hold what it held: not another story under the same name."""
    if not (each.digest or each.title or each.date):
        return True
    same_text = text.body.digest[:DIGITS] == each.digest
    return same_text or text.title == each.title or date_of(text) == each.date


def _grouped(texts: Iterable[Text], key: Callable[[Text], K]) -> dict[K, list[Text]]:
    groups: dict[K, list[Text]] = {}
    for text in texts:
        groups.setdefault(key(text), []).append(text)
    return groups


def problems_of(
    fates: Iterable[Fated], severity: Severity | None, audience: Audience
) -> list[Problem]:
    """Return what is wrong with addresses, as severely as site.toml wants; a preview only warns."""
    if severity is None:
        return []
    if audience is Audience.PREVIEW:
        severity = Severity.WARNING
    told = ((each.recorded, *_told(each)) for each in fates)
    return [
        Problem(
            ADDRESSES_FILE, each.line, each.column, "", message, hint, severity, Check.LOST_ADDRESS
        )
        for each, message, hint in told
        if hint
    ]


def _told(each: Fated) -> tuple[str, str]:
    """Return a message and its hint, both empty where all is well."""
    recorded = each.recorded
    if each.fate is Fate.LOST:
        address = readable(recorded.address)
        return f'expected something at "{address}", got nothing: {each.why}', each.hint
    by_hand = "gone" if recorded.gone else "to" if recorded.to else ""
    if by_hand and each.fate in (Fate.LIVE, Fate.WITHDRAWN):
        what = each.source or "a page of the site's own"
        message = f'expected nothing at "{readable(recorded.address)}", got {what}'
        return message, f"remove {by_hand} from this line"
    return "", ""
