"""Links that open a file in the editor of whoever previews, at a line and column."""

from dataclasses import dataclass
from pathlib import Path, PurePath
from urllib.parse import quote

from generator.errors import UsageError

PATTERNS = {
    "code": "vscode://file/{path}:{line}:{column}",
    "codium": "vscodium://file/{path}:{line}:{column}",
    "cursor": "cursor://file/{path}:{line}:{column}",
    "windsurf": "windsurf://file/{path}:{line}:{column}",
    "zed": "zed://file/{path}:{line}:{column}",
    "subl": "subl://open?url=file:///{path}&line={line}&column={column}",
    "mate": "txmt://open?url=file:///{path}&line={line}&column={column}",
    "idea": "idea://open?file=/{path}&line={line}&column={column}",
    "pycharm": "pycharm://open?file=/{path}&line={line}&column={column}",
    "emacs": "org-protocol://open-file?file=/{path}&line={line}&column={column}",
    "mvim": "mvim://open?url=file:///{path}&line={line}&column={column}",
}
NONE = "none"


@dataclass(frozen=True, slots=True)
class Editor:
    """An editor that opens what an address of its own scheme names; without a pattern, none."""

    pattern: str = ""

    def within(self, root: Path) -> str:
        """Return the pattern for files below a folder; "" where there is no editor."""
        return self.pattern.replace("{path}", f"{quote(root.as_posix().lstrip('/'))}/{{path}}")


NO_EDITOR = Editor()


def editor_named(wanted: str, commands: tuple[str, ...] = ()) -> Editor:
    """Return the editor of a name or a pattern; without one, the first known of some commands.

    Raise `UsageError` where the name is none, or the pattern names no path.
    """
    if wanted == NONE:
        return NO_EDITOR
    if wanted:
        return Editor(PATTERNS.get(wanted) or _pattern(wanted))
    names = (PurePath(command.split()[0]).stem for command in commands if command.strip())
    return Editor(next((PATTERNS[name] for name in names if name in PATTERNS), PATTERNS["code"]))


def _pattern(text: str) -> str:
    try:
        text.format(path="", line=1, column=1)
    except (KeyError, IndexError, ValueError):
        is_sound = False
    else:
        is_sound = "{path}" in text and "://" in text
    if not is_sound:
        known = ", ".join((*PATTERNS, NONE))
        example = PATTERNS["code"]
        message = f'--editor: expected {known}, or an address such as {example}, got "{text}"'
        raise UsageError(message)
    return text
