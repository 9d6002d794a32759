"""vercel.json: the site as Vercel serves it."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from generator.config import Host
from generator.pages import TextPage
from generator.paths import OutputPath
from generator.planning.hosts.site_headers import blocks
from generator.planning.outline import Outline
from generator.planning.plan import Output
from generator.planning.recipes import Template
from generator.planning.redirects import redirects_of, spellings
from generator.planning.site import Site

CONFIGURATION = OutputPath("vercel.json")
NAMES = (CONFIGURATION,)  # the path of this output
SPECIAL = re.compile(r"[()*+:?{}\\]")  # in a source; what Vercel takes for more than a character


def plan(site: Site, outputs: Sequence[Outline]) -> Iterable[Output]:
    """Plan vercel.json, for a site that Vercel serves."""
    if Host.VERCEL in site.config.hosting.hosts:
        lines = json.dumps(_settings(site, outputs), indent=2).split("\n")
        yield Output(path=CONFIGURATION, recipe=Template("text.txt", TextPage(tuple(lines))))


def _settings(site: Site, outputs: Sequence[Outline]) -> dict[str, Any]:
    base = _literal(site.info.base_path)
    return {
        "$schema": "https://openapi.vercel.sh/vercel.json",
        "trailingSlash": True,
        "headers": [
            {
                "source": base + block.pattern.replace("*", "(.*)"),
                "headers": [{"key": name, "value": value} for name, value in block.headers],
            }
            for block in blocks(site, outputs)
        ],
        "redirects": [
            {
                "source": base + _literal(old),
                "destination": site.info.base_path + redirect.new,
                "statusCode": 301,
            }
            for redirect in redirects_of(site)
            for old in spellings(redirect.old)
        ],
    }


def _literal(address: str) -> str:
    return SPECIAL.sub(r"\\\g<0>", address)
