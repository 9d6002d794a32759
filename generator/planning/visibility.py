"""What an audience may see, and what is said of everything else."""

from generator.model import Page
from generator.pages import State
from generator.planning.changes import Audience
from generator.planning.times import Life

PREVIEWED = frozenset({State.DRAFT, State.SCHEDULED, State.EMBARGOED, State.PUBLISHED})
WHY_HIDDEN = {
    State.DRAFT: "is a draft",
    State.SCHEDULED: "is scheduled for later",
    State.EMBARGOED: "is under embargo",
    State.EXPIRED: "has expired",
}
SIGNS_NOTHING = "signs no public article"


def is_shown(life: Life, audience: Audience) -> bool:
    """Whether an audience sees an article."""
    if audience is Audience.PREVIEW:
        return life.state in PREVIEWED
    return life.state is State.PUBLISHED


def is_page_shown(page: Page, audience: Audience) -> bool:
    """Whether an audience sees a page."""
    return audience is Audience.PREVIEW or not page.draft
