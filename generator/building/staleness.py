"""Which outputs must be made again, and why: a pure function of what was and what is to be."""

from collections.abc import Mapping
from typing import Protocol

from generator.building.identity import Identity
from generator.building.memory.store import Basis, Made
from generator.building.publish import Manifest
from generator.building.report import Reason
from generator.fingerprint import Fingerprint, Fingerprinter
from generator.paths import OutputPath
from generator.planning.plan import Plan
from generator.planning.recipes import Copy, Recipe, Stylesheet, Template
from generator.site_info import SiteInfo


class Closures(Protocol):
    """Knows the fingerprint of a layout and of all that it uses."""

    def closure(self, layout: str) -> Fingerprint:
        """Return the fingerprint of a layout's closure."""


def bases_of(
    plan: Plan, site: SiteInfo, generator: Identity, layouts: Closures
) -> dict[OutputPath, Basis]:
    """Return what each output of a plan would be made from."""
    fingerprint = Fingerprinter()
    of_site = fingerprint(site)

    def basis(recipe: Recipe) -> Basis:
        own = fingerprint(recipe)
        match recipe:
            case Template():
                return Basis(generator.whole, of_site, layouts.closure(recipe.layout), own)
            case Stylesheet():
                return Basis(generator.whole, "", "", own)
            case Copy():
                return Basis("", "", "", own)
            case _:
                return Basis(generator.drawing, "", "", own)

    return {path: basis(output.recipe) for path, output in plan.outputs.items()}


def stale(
    bases: Mapping[OutputPath, Basis],
    made: Mapping[OutputPath, Made],
    published: Manifest | None,
    altered: Mapping[OutputPath, str],
) -> dict[OutputPath, Reason]:
    """Return the outputs to make, in the plan's order, each with its reason."""
    files = published.files if published else {}
    found: dict[OutputPath, Reason] = {}
    for path, basis in bases.items():
        last, live = made.get(path), files.get(path)
        if last is None or live is None:
            found[path] = Reason.NEW
        elif last.basis != basis:
            found[path] = _difference(last.basis, basis)
        elif path in altered:
            found[path] = Reason.MISSING if altered[path] == "missing" else Reason.EDITED
        elif last.digest != live.digest:
            found[path] = Reason.EDITED
    return found


def _difference(old: Basis, new: Basis) -> Reason:
    """Name the widest part that differs."""
    if old.generator != new.generator:
        return Reason.GENERATOR
    if old.site != new.site:
        return Reason.SITE
    if old.layout != new.layout:
        return Reason.LAYOUT
    return Reason.PAGE
