"""Telling others of a deploy: the hub of the feeds, and search engines, by IndexNow.

Nobody is told of a rehearsal, of a deploy that changed nothing, or of a copy of the site at an
address that is not its own. What goes wrong here is a warning: the deploy has succeeded.

WebSub leaves to hubs how they are told. All of them take a request for each feed; only some take
several feeds in one, and the others would overlook all but one, with thanks.
"""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Thread
from urllib.parse import urlencode, urlsplit

from generator.building.reaching import Manners, Question, Unreached, ask
from generator.deploy.addresses import changed_feeds, changed_pages
from generator.deploy.deploying import Deployer
from generator.deploy.transaction import Deployment
from generator.paths import url_of
from generator.planning.addresses import key_path

INDEXNOW = "https://api.indexnow.org/indexnow"
MOST_FEEDS = 50  # that a hub is told of after one deploy
MOST_ADDRESSES = 10_000  # in one request, as IndexNow has it
MOST_REQUESTS = 10  # to IndexNow after one deploy
PATIENCE = Manners(one=10.0, all=30.0)
PURPOSE = "announces changes"
FORM, JSON = "application/x-www-form-urlencoded", "application/json; charset=utf-8"
LATE = "it did not answer in time"


@dataclass(frozen=True, slots=True)
class Message:
    """A request to send, and how many addresses it tells of."""

    question: Question
    tells: int


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told of how many feeds or pages, by which requests, one after another.

    `left_out` says why it is not told of them all, "" where it is; `meanings` what else there is
    to say of an answer, by its status.
    """

    name: str
    what: str
    all: int
    messages: tuple[Message, ...]
    left_out: str = ""
    meanings: Mapping[int, str] = field(default_factory=dict)


NOBODY = Listener("", "", 0, ())


@dataclass(frozen=True, slots=True)
class Announced:
    """Of how many feeds the hub was told, of how many pages IndexNow, and what went wrong."""

    feeds: int = 0
    pages: int = 0
    warnings: tuple[str, ...] = ()


def announce(done: Deployment, target: Deployer, manners: Manners = PATIENCE) -> Announced:
    """Tell the hub and IndexNow what a deploy changed, if its target wants that; never raise.

    A thread each, which is not waited for beyond `manners.all`: an answer that comes byte by byte
    holds nobody up.
    """
    if not target.target.announce or done.is_rehearsal or done.changes.is_empty:
        return Announced()
    own = target.config.base_url
    if target.base_url != own:
        reason = f"{target.name} is at {target.base_url}, and the site's own address is {own}"
        return Announced(warnings=(f"nobody was told: {reason}",))
    ends = time.monotonic() + manners.all
    talks = [_Talk(each, manners) for each in (hub_of(done, target), indexnow_of(done, target))]
    (feeds, no_hub), (pages, no_indexnow) = [talk.end(ends - time.monotonic()) for talk in talks]
    return Announced(feeds, pages, tuple(filter(None, (no_hub, no_indexnow))))


def hub_of(done: Deployment, target: Deployer) -> Listener:
    """Return the hub of the feeds, with a request for each that is new or another one."""
    hub, feeds = target.config.feeds.hub, changed_feeds(done.changes)
    if not hub or not feeds:
        return NOBODY
    told = feeds[:MOST_FEEDS]
    left_out = f"no more than {MOST_FEEDS} are told after a deploy" if feeds != told else ""
    messages = tuple(hub_message(hub, f"{target.base_url}{url}") for url in told)
    return Listener(f"the hub {hub}", "feeds", len(feeds), messages, left_out)


def hub_message(hub: str, topic: str) -> Message:
    """Return what tells a hub of a feed; the topic is the address that the feed calls its own."""
    body = urlencode({"hub.mode": "publish", "hub.url": topic}).encode()
    return Message(Question("POST", hub, PURPOSE, FORM, body), 1)


def indexnow_of(done: Deployment, target: Deployer) -> Listener:
    """Return IndexNow, with requests for the pages that are new, other ones or gone."""
    key, base = target.config.indexnow, target.base_url
    pages = [f"{base}{url}" for url in changed_pages(done.changes)]
    if not key or not pages:
        return NOBODY
    path = key_path(key)
    if path not in done.changes.after.files:
        return Listener(
            "IndexNow", "addresses", len(pages), (), f"the site has no {path} yet: build it again"
        )
    shown = f"{base}{url_of(path)}"
    starts = range(0, len(pages), MOST_ADDRESSES)[:MOST_REQUESTS]
    messages = [indexnow_message(base, key, shown, pages[at : at + MOST_ADDRESSES])
                for at in starts]  # fmt: skip
    most = MOST_ADDRESSES * MOST_REQUESTS
    left_out = f"no more than {most} are told after a deploy" if len(pages) > most else ""
    meanings = {403: f"{shown} does not show it the key", 429: "it was told too often"}
    return Listener("IndexNow", "addresses", len(pages), tuple(messages), left_out, meanings)


def indexnow_message(base_url: str, key: str, shown: str, pages: Sequence[str]) -> Message:
    """Return what tells search engines of some pages; the key is shown at an address."""
    said = {"host": urlsplit(base_url).netloc, "key": key, "keyLocation": shown, "urlList": pages}
    body = json.dumps(said).encode()
    return Message(Question("POST", INDEXNOW, PURPOSE, JSON, body), len(pages))


class _Talk:
    """A listener while it is told, in a thread of its own."""

    def __init__(self, listener: Listener, manners: Manners) -> None:
        self._listener = listener
        self._manners = manners
        self._told = 0
        self._fault = listener.left_out
        self._is_over = False
        self._thread = Thread(target=self._run, name="announcing", daemon=True)
        self._thread.start()

    def end(self, seconds: float) -> tuple[int, str]:
        """Wait for so long; return of how many addresses it was told, and why not of more."""
        self._thread.join(max(0.0, seconds))
        self._is_over = True
        told, fault = self._told, LATE if self._thread.is_alive() else self._fault
        to = self._listener
        warning = f"{to.name} was told of {told} of {to.all} {to.what}: {fault}"
        return told, warning if told < to.all else ""

    def _run(self) -> None:
        for message in self._listener.messages:
            fault = _told(message, self._listener.meanings, self._manners)
            if self._is_over:
                return
            if fault:  # whoever refuses once is not asked again
                self._fault = fault
                return
            self._told += message.tells


def _told(message: Message, meanings: Mapping[int, str], manners: Manners) -> str:
    """Send a request; return what is wrong, "" for nothing. A redirect is not followed."""
    try:
        reply = ask(message.question, manners)
    except Unreached as unreached:
        return unreached.reason
    if 200 <= reply.status < 300:
        return ""
    if 300 <= reply.status < 400 and reply.location.isprintable():
        return f"{reply.said}, to {reply.location[:200]}, which is not followed"
    return ": ".join(filter(None, (reply.said, meanings.get(reply.status, ""))))
