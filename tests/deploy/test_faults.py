"""A bucket at which each request in turn goes wrong: what the next deploy makes of it."""

from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from generator.deploy.record import FOLDER
from generator.deploy.target import DeployFailed, TargetMoved
from tests.deploy.s3_host import Fault, Trouble, s3_host
from tests.deploy.test_contract import SITE, Desk, without_own

BEFORE = SITE | {"index.html": b"<p>Before</p>", "old/index.html": b"<p>Old</p>"}


# A request that is refused fails at once; rclone tries again where one fails otherwise.
@pytest.mark.parametrize("faults", [[Fault.REFUSED], [f for f in Fault if f is not Fault.REFUSED]])
def test_whatever_request_fails_the_next_deploy_makes_it_right(
    faults: list[Fault], tmp_path: Path
) -> None:
    """As many deploys as one has requests, and with each another request that fails."""
    trouble = Trouble(Fault.REFUSED, 0)
    with s3_host(tmp_path, trouble=trouble) as host:
        for number in count(1):
            desk = Desk(host, tmp_path / str(number))
            desk.deploy(BEFORE, again=True)
            trouble.fault, trouble.number = faults[number % len(faults)], number
            with suppress(DeployFailed, TargetMoved):
                desk.deploy(SITE)
            is_over = trouble.number > 0  # it had fewer requests
            trouble.number = 0
            front = desk.shown()["index.html"]
            assert front in (BEFORE["index.html"], SITE["index.html"])
            desk.deploy(SITE)
            assert without_own(desk.shown()) == SITE
            own = [name for name in host.read() if name.startswith(FOLDER)]
            assert len(own) == 2, own  # the head and its list
            if is_over:
                break
        assert number > 20
