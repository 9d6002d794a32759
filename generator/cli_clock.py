"""The time of the site, as it was asked for: from the clock, or from the environment."""

import os
from datetime import UTC, datetime

from generator.config import Config
from generator.errors import UsageError


def site_time(at: str, config: Config | None = None) -> datetime:
    """Return the site's time: as asked, else SOURCE_DATE_EPOCH, else the clock."""
    if at and config:
        return _asked(at, config)
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError):
            message = f'SOURCE_DATE_EPOCH: expected seconds since 1970, got "{epoch}"'
            raise UsageError(message) from None
    return datetime.now(UTC)


def _asked(at: str, config: Config) -> datetime:
    from generator.dates import EXPECTED, instant, parse_when

    try:
        when = parse_when(at)
    except ValueError:
        raise UsageError(f'--at: expected {EXPECTED} (or 2025-11-28T09:30), got "{at}"') from None
    try:
        return instant(when, config.zone)
    except ValueError as error:
        message = f"--at: expected a time that exists once, got one that {error}"
        raise UsageError(f"{message}: add an offset, such as -05:00") from None
