"""The bar at the foot of a previewed page: what state it is in, and the ways to mend it.

It lives in a shadow root, so that the site's styles and its own cannot disturb each other, and it
needs no script but to remember that it was folded. Only what the preview sends has it.
"""

from generator.desk.addresses import DESK
from generator.desk.pages import own_templates
from generator.pages import State


def bar(
    state: State | None,
    title: str,
    *,
    desk: str = DESK,
    source: str = "",
    errors: int = 0,
    warnings: int = 0,
    notes: tuple[str, ...] = (),
) -> str:
    """Return the bar as HTML, for the end of a page's body.

    `state` is None for a page that is no article. `desk` is the address of its page of the desk,
    `source` a link into the editor or "". `notes` are said beside the state: "goes live Monday
    09:00".
    """
    return own_templates().text(
        "bar.html",
        state=state,
        title=title,
        desk=desk,
        source=source,
        errors=errors,
        warnings=warnings,
        notes=notes,
    )
