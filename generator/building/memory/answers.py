"""What other sites answered, so that they are not asked again at every turn.

A good answer holds for days, any other for an hour: what is broken is being mended, perhaps. The
file is a cache: what of it cannot be read is forgotten.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from generator.checks.links import Answer, Answers, Verdict

HOUR = 3_600  # seconds
GOOD_FOR = 7 * 24 * HOUR
OTHERS_FOR = HOUR


def recall(file: Path, now: int) -> dict[str, Answer]:
    """Return the answers that still hold at `now`, in seconds since 1970."""
    return {address: answer for address, (answer, _) in _held(file, now).items()}


def remember(file: Path, answers: Answers, now: int) -> None:
    """Add answers of `now` to those that still hold."""
    held = _held(file, now) | {address: (answer, now) for address, answer in answers.items()}
    rows = {address: _row(answer, at) for address, (answer, at) in sorted(held.items())}
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(".new")
    new.write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8")
    new.replace(file)


def _held(file: Path, now: int) -> dict[str, tuple[Answer, int]]:
    found: dict[str, tuple[Answer, int]] = {}
    for address, row in _rows(file).items():
        with suppress(KeyError, TypeError, ValueError):
            answer = Answer(Verdict(row["verdict"]), str(row["reason"]), str(row["moved"]))
            at = int(row["at"])
            if 0 <= now - at < (GOOD_FOR if answer.verdict is Verdict.GOOD else OTHERS_FOR):
                found[address] = answer, at
    return found


def _rows(file: Path) -> Mapping[str, Any]:
    try:
        rows = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return rows if isinstance(rows, dict) else {}


def _row(answer: Answer, at: int) -> dict[str, object]:
    return {"verdict": answer.verdict, "reason": answer.reason, "moved": answer.moved, "at": at}
