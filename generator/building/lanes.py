"""Trying many addresses at once: a few of each site, and never longer than was agreed."""

import queue
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from urllib.parse import urlsplit

from generator.building.reaching import Manners
from generator.building.report import Progress, silent
from generator.building.trying import try_address
from generator.checks.links import Answer

THREADS = 16
LANES = 2  # how many addresses of one site are asked for at once

Lane = list[str]  # addresses of one site, asked for one after another


def try_all(
    addresses: Iterable[str], manners: Manners, progress: Progress = silent
) -> dict[str, Answer]:
    """Return what came of trying each address, as far as there was time.

    The threads are not waited for beyond the end: a site that answers byte by byte holds nobody up.
    """
    everything = tuple(addresses)
    run = _Run(everything, manners)
    ends = time.monotonic() + manners.all
    answers: dict[str, Answer] = {}
    with suppress(queue.Empty):
        while len(answers) < len(everything):
            address, answer = run.answers.get(timeout=max(0.0, ends - time.monotonic()))
            answers[address] = answer
            progress("trying", len(answers), len(everything))
    run.stopping.set()
    return {address: answers[address] for address in everything if address in answers}


class _Run:
    """The threads of one run, and what they share."""

    def __init__(self, addresses: Iterable[str], manners: Manners) -> None:
        self._manners = manners
        self._lanes: queue.SimpleQueue[Lane] = queue.SimpleQueue()
        self.answers: queue.Queue[tuple[str, Answer]] = queue.Queue()
        self.stopping = threading.Event()
        lanes = _lanes(addresses)
        for lane in lanes:
            self._lanes.put(lane)
        for _ in lanes[:THREADS]:
            threading.Thread(target=self._work, name="links", daemon=True).start()

    def _work(self) -> None:
        with suppress(queue.Empty):
            while True:
                for address in self._lanes.get_nowait():
                    if self.stopping.is_set():
                        return
                    self.answers.put((address, try_address(address, self._manners)))


def _lanes(addresses: Iterable[str]) -> list[Lane]:
    by_site: dict[str, Lane] = {}
    for address in addresses:
        by_site.setdefault(_site(address), []).append(address)
    slices = (lane[start::LANES] for lane in by_site.values() for start in range(LANES))
    return [lane for lane in slices if lane]


def _site(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
