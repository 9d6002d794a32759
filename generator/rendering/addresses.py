"""Addresses as an output writes them.

A page holds addresses without the site's base. A browser gets them under the base's path, a machine
that may read the output elsewhere gets them in full. What is not of this site stays as it is.
"""

from typing import Protocol

from generator.site_info import SiteInfo


class HasAddress(Protocol):
    """A link, a picture, a teaser: whatever has an address."""

    @property
    def url(self) -> str: ...


def link(site: SiteInfo, place: str | HasAddress) -> str:
    """Return an address for a browser, under the base's path."""
    url = _address(place)
    return site.base_path + url if _is_ours(url) else url


def absolute(site: SiteInfo, place: str | HasAddress) -> str:
    """Return an address for a machine, in full."""
    url = _address(place)
    return site.base_url + url if _is_ours(url) else url


def _address(place: str | HasAddress) -> str:
    return place if isinstance(place, str) else place.url


def _is_ours(url: str) -> bool:
    return url.startswith("/") and not url.startswith("//")  # "//host/" is another host's
