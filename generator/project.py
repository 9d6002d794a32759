"""A site's folder: where its parts lie, and its site.toml read into a `Config`."""

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from generator.config import SITE_FILE, Config, Section
from generator.errors import Problem, ProblemsFound, UsageError
from generator.fields import Entries, Node, Notes, read_fields
from generator.hosting_fields import BASE_URL, base_url
from generator.site_fields import SITE_FIELDS
from generator.slugs import slugify
from generator.toml_nodes import read_toml


@dataclass(frozen=True, slots=True)
class Project:
    """A site's folder, and the folders that layouts are looked up in, the site's own first."""

    root: Path
    theme: Path

    @property
    def layouts(self) -> tuple[Path, ...]:
        """The folders of layouts, in the order in which they are searched."""
        own = self.root / "layouts"
        return (own,) if own == self.theme else (own, self.theme)

    @property
    def public(self) -> Path:
        """Where the site is built unless told otherwise."""
        return self.root / "public"

    @property
    def state(self) -> Path:
        """What builds remember; deleting it costs time only."""
        return self.root / ".broadsheet"


def read_config(data: bytes, address: str = "") -> Config:
    """Read site.toml; `address` stands in for its `base_url`. Raise `ProblemsFound` with it all."""
    notes = Notes(SITE_FILE, assign=" = ")
    root = read_toml(data, notes)
    if root is None:
        raise ProblemsFound(notes.problems)
    values = read_fields(root, SITE_FIELDS, notes)
    _check_sections(values.get("sections", ()), root, notes)
    if notes.problems:
        raise ProblemsFound(sorted(notes.problems))
    for old, new in (("listings", "listing_size"), ("robots", "blocked"),
                     ("social", "x_account")):  # fmt: skip
        if old in values:
            values[new] = values.pop(old)
    values["sections"] = tuple(
        Section(slug, each.name, each.description) for slug, each in values.get("sections", ())
    )
    if address:
        values["base_url"] = _base_url_option(address)
    return Config(zone=ZoneInfo(values.pop("time_zone")), places=_places(root), **values)


def _base_url_option(text: str) -> str:
    try:
        return base_url(text)
    except ValueError:
        message = f'--base-url: expected {BASE_URL.expected}, got "{text}"'
        raise UsageError(message) from None


def _check_sections(sections: tuple[tuple[str, Section], ...], root: Node, notes: Notes) -> None:
    for slug, _ in sections:
        if slugify(slug) != slug:
            line, column = next((p[1:] for p in _places(root) if p[0] == "sections"), (0, 0))
            message = f'expected a slug as the section\'s key, got "{slug}"'
            notes.add(f"sections.{slug}", message, line, column, f'{slugify(slug)} = "..."')


def _places(root: Node, prefix: str = "") -> tuple[tuple[str, int, int], ...]:
    """Return the place of each value, by its dotted key: of a table, and of what is in it."""
    if not isinstance(root.value, Entries):
        return ()
    found: list[tuple[str, int, int]] = []
    for entry in root.value.entries:
        key = prefix + entry.key
        found.append((key, entry.node.line, entry.node.column))
        found += _places(entry.node, f"{key}.")
    return tuple(found)


def load_config(project: Project, address: str = "") -> Config:
    """Read a project's site.toml."""
    file = project.root / SITE_FILE
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        hint = "name the site's folder with -C, or make one: broadsheet init my-site"
        message = "expected a site here, got no such file"
        raise ProblemsFound([Problem(SITE_FILE, 0, 0, "", message, hint)]) from None
    return read_config(data, address)
