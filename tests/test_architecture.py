"""The design, held by reading the source: what may import what, how large, and who may do what.

A rule that fails names the file, the line and what to do instead.
"""

import ast
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "generator"

# From the top. A module imports from lower lines, and from its own package.
LEVELS = (
    ("cli", "__main__"),
    ("preview", "deploy", "importing", "starting", "starting_ci", "schemas"),
    ("desk",),
    ("building",),
    ("checks",),
    ("rendering", "outputs"),
    ("planning", "reading"),
    ("imaging",),
    ("site_info",),
    ("pages", "model", "project"),
    ("site_fields",),
    ("hosting_fields",),
    ("config", "pictures", "recorded", "checked_files"),
    ("fields", "media_types", "toml_nodes", "dates", "slugs", "paths", "fingerprint", "errors"),
)

# Each outside library, and the few of the standard library that shape the design, behind
# one module: a new version of it touches one file.
LIBRARIES = {
    "babel": {"rendering.words"},
    "brotli": {"deploy.packing"},
    "click": {"cli"},
    "concurrent.futures": {"building.workers", "building.cluster", "deploy.kinds.rclone"},
    "dask": {"building.cluster"},
    "defusedxml": {"imaging.rights"},
    "distributed": {"building.cluster"},
    "filelock": {"building.lock"},
    "frontmatter": {"reading.front_matter"},
    # The first alone reaches other sites, by its rules; the second talks to a process of its own.
    "http": {"building.reaching", "deploy.kinds.rcd"},
    "jinja2": {"rendering.engine"},
    "livereload": {"preview.server", "preview.handlers"},
    "markdown": {"reading.markup", "reading.blocks", "reading.figures", "reading.swift"},
    "markupsafe": {"rendering.engine"},
    "msgspec": {"building.memory.store", "building.publish", "deploy"},
    "multiprocessing": {"building.workers"},
    "nh3": {"reading.sanitising"},
    "PIL": {"imaging"},
    "pymdownx": {"reading.blocks"},
    "resvg_py": {"imaging.icons"},
    "socket": {"building.reaching", "preview.server"},
    "sqlite3": {"building.memory.store"},
    "ssl": {"building.reaching"},
    "subprocess": {
        "building.pagefind",
        "deploy.kinds.git_program",
        "deploy.kinds.openssh",
        "deploy.kinds.rcd",
    },
    "tornado": {"preview.server", "preview.handlers"},
    "watchfiles": {"preview.watcher"},
    "yaml": {"reading.front_matter"},
}

# What reaches the outer world. Everything but the command line gets it as an argument.
ONLY_IN_CLI = {
    "print": "return the text; the command line prints it",
    "sys.exit": "raise an error; the command line turns it into an exit code",
    "sys.argv": "take it as an argument",
    "time.time": "take `now` as an argument",
    "time.time_ns": "take `now` as an argument",
    "datetime.now": "take `now` as an argument",
    "datetime.utcnow": "take `now` as an argument",
    "datetime.datetime.now": "take `now` as an argument",
    "datetime.datetime.utcnow": "take `now` as an argument",
    "date.today": "take `now` as an argument",
    "datetime.date.today": "take `now` as an argument",
    "os.environ": "take the setting as an argument",
    "os.getenv": "take the setting as an argument",
}

# Attributes of a site that hold what its audience is not to see.
BEHIND_THE_CURTAIN = {"contents", "standings", "by_url", "known", "unread", "recorded"}

MODULE_LINES = 400
FUNCTION_LINES = 30
GRAB_BAGS = {"utils", "util", "helpers", "common", "misc"}
SAMPLE_WORDS = ("CubaHeadlines", "Pena", "Peña", "Maduro", "Venezuela", "Venezuelan")

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Import:
    name: str  # "generator.paths", or "os.environ" for `from os import environ`
    line: int


@dataclass(frozen=True)
class Module:
    path: Path

    @property
    def name(self) -> str:
        """Its dotted name below `generator`: "reading.markup", "outputs", or "" for the root."""
        parts = self.path.relative_to(PACKAGE).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def package(self) -> list[str]:
        """What a relative import counts from, "generator" first."""
        return ["generator", *self.path.relative_to(PACKAGE).parts[:-1]]

    @cached_property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(ast.parse(self.text, self.path)))

    @property
    def imports(self) -> Iterator[Import]:
        """Every import, wherever it stands; `from a import b` counts as `a.b`."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from (Import(alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                above = self.package[: len(self.package) + 1 - node.level] if node.level else []
                origin = ".".join([*above, *filter(None, [node.module])])
                yield from (Import(f"{origin}.{alias.name}", node.lineno) for alias in node.names)

    def at(self, line: int) -> str:
        return f"{self.path.relative_to(ROOT)}:{line}"


MODULES = [Module(path) for path in sorted(PACKAGE.rglob("*.py"))]
NAMES = {module.name for module in MODULES}


def test_imports_point_down() -> None:
    wrong = [
        f"{module.at(line)}: {module.name} may not import {target}, which is no lower"
        for module, target, line in own_imports()
        if room(module.name) != room(target) and not lies_below(room(target), room(module.name))
    ]
    hold(wrong)


def test_every_room_has_its_place_in_the_layers() -> None:
    placed = {name for level in LEVELS for name in level}
    rooms = {room(module.name) for module in MODULES if module.name}
    hold(f"generator/{name} has no line in LEVELS" for name in sorted(rooms - placed))


def test_kinds_of_output_do_not_import_each_other() -> None:
    wrong = [
        f"{module.at(line)}: {module.name} may not import {target}; share what is common below"
        for module, target, line in own_imports()
        if module.name.startswith("outputs.") and room(target) == "outputs"
    ]
    hold(wrong)


def test_what_is_remembered_knows_nothing_of_builds() -> None:
    wrong = [
        f"{module.at(line)}: {module.name} may not import {target}; hand over what it needs"
        for module, target, line in own_imports()
        if is_within(module.name, "building.memory")
        and room(target) == "building"
        and not is_within(target, "building.memory")
    ]
    hold(wrong)


def test_outputs_are_planned_from_what_is_shown() -> None:
    """A site knows where everything stands; what is not public is behind these names."""
    wrong = [
        f"{module.at(node.lineno)}: .{node.attr} holds what is not public too; ask the site"
        for module in MODULES
        if room(module.name) in ("outputs", "rendering")
        for node in module.nodes
        if isinstance(node, ast.Attribute) and node.attr in BEHIND_THE_CURTAIN
    ]
    hold(wrong)


def test_each_library_stays_behind_its_module() -> None:
    wrong = [
        f"{module.at(found.line)}: {library} belongs to {' and '.join(sorted(allowed))} alone"
        for module in MODULES
        for found in module.imports
        for library, allowed in LIBRARIES.items()
        if is_within(found.name, library) and not is_any(module, allowed)
    ]
    hold(wrong)


def test_every_outside_library_is_in_the_table() -> None:
    wrong = [
        f"{module.at(found.line)}: {found.name} has no line in LIBRARIES"
        for module in MODULES
        for found in module.imports
        if is_outside(found.name) and found.name.partition(".")[0] not in LIBRARIES
    ]
    hold(wrong)


def test_every_outside_library_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    lines = (*project["dependencies"], *(line for extra in extras for line in extra))
    declared = {canonical(line) for line in lines}
    owners = importlib.metadata.packages_distributions()
    wrong = [
        f"pyproject.toml: the generator imports {library}, so declare what brings it"
        for library in LIBRARIES
        if is_outside(library)
        and declared.isdisjoint(map(canonical, owners.get(library, [library])))
    ]
    hold(wrong)


def test_no_module_is_too_long() -> None:
    wrong = [
        f"{module.at(1)}: {lines} lines; split it, {MODULE_LINES} is the most"
        for module in MODULES
        if (lines := len(module.text.splitlines())) > MODULE_LINES
    ]
    hold(wrong)


def test_no_function_is_too_long() -> None:
    wrong = [
        f"{module.at(node.lineno)}: {node.name} has {lines} lines; {FUNCTION_LINES} is the most"
        for module in MODULES
        for node in module.nodes
        if isinstance(node, FUNCTIONS) and (lines := length(node)) > FUNCTION_LINES
    ]
    hold(wrong)


def test_no_module_is_a_grab_bag() -> None:
    wrong = [
        f"{module.at(1)}: name it after what it holds"
        for module in MODULES
        if module.path.stem in GRAB_BAGS
    ]
    hold(wrong)


def test_only_the_command_line_touches_the_outer_world() -> None:
    wrong = [
        f"{module.at(line)}: {name} belongs to the command line; {ONLY_IN_CLI[name]}"
        for module in MODULES
        if room(module.name) not in LEVELS[0]
        for name, line in uses(module)
    ]
    hold(wrong)


@pytest.mark.parametrize("folder", ["generator", "layouts"])
def test_the_generator_knows_nothing_of_the_sample_site(folder: str) -> None:
    words = re.compile(rf"\b({'|'.join(SAMPLE_WORDS)})\b", re.IGNORECASE)
    wrong = [
        f"{path.relative_to(ROOT)}:{number}: {match[0]} belongs to the sample site"
        for path in sorted((ROOT / folder).rglob("*"))
        for number, line in enumerate(lines_of(path), start=1)
        if (match := words.search(line))
    ]
    hold(wrong)


def hold(wrong: Iterable[str]) -> None:
    """Fail with every breach of a rule at once."""
    breaches = list(wrong)
    if breaches:
        pytest.fail("\n".join(breaches), pytrace=False)


def own_imports() -> Iterator[tuple[Module, str, int]]:
    """Each import of one of our modules by another: the importer, the imported, the line."""
    for module in MODULES:
        for found in module.imports:
            if is_within(found.name, "generator"):
                target = nearest_module(found.name.removeprefix("generator").removeprefix("."))
                if target not in ("", module.name):
                    yield module, target, found.line


def nearest_module(name: str) -> str:
    """The module that an imported name lies in: "paths" for "paths.UrlPath"."""
    while name and name not in NAMES:
        name = name.rpartition(".")[0]
    return name


def room(name: str) -> str:
    """The first part of a name; `cli` and its side modules (`cli_deploy`) are one room."""
    first = name.partition(".")[0]
    return "cli" if first.startswith("cli_") else first


def level(name: str) -> int | None:
    return next((index for index, rooms in enumerate(LEVELS) if name in rooms), None)


def lies_below(lower: str, upper: str) -> bool:
    """Whether `upper` may import `lower`. Plain modules of one level may import each other."""
    low, high = level(lower), level(upper)
    if low is None or high is None:
        return True  # another test says that it has no place
    both_are_modules = not (PACKAGE / lower).is_dir() and not (PACKAGE / upper).is_dir()
    return low > high or (low == high and both_are_modules)


def is_within(name: str, parent: str) -> bool:
    return name == parent or name.startswith(f"{parent}.")


def is_any(module: Module, allowed: set[str]) -> bool:
    return module.name in allowed or room(module.name) in allowed


def is_outside(name: str) -> bool:
    top = name.partition(".")[0]
    return top != "generator" and top not in sys.stdlib_module_names


def canonical(requirement: str) -> str:
    """The name of a distribution in its one spelling: "python-frontmatter"."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement)[0]).lower()


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, without the docstring."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function) is None:
        return lines
    docstring = function.body[0]
    return lines - ((docstring.end_lineno or docstring.lineno) - docstring.lineno + 1)


def uses(module: Module) -> Iterator[tuple[str, int]]:
    """What a module uses of ONLY_IN_CLI, by call, by attribute or by import."""
    for node in module.nodes:
        if isinstance(node, ast.Attribute | ast.Name) and ast.unparse(node) in ONLY_IN_CLI:
            yield ast.unparse(node), node.lineno
    for found in module.imports:
        if found.name in ONLY_IN_CLI:
            yield found.name, found.line


def lines_of(path: Path) -> list[str]:
    """The lines of a text file; none for a folder, a cache or a binary file."""
    if not path.is_file() or path.suffix == ".pyc":
        return []
    try:
        return path.read_text("utf-8").splitlines()
    except UnicodeDecodeError:
        return []
