"""A branch of a git repository: GitHub Pages, and any host that serves a branch.

A deploy is one commit, and one push of it: readers see all of it or nothing. The push says which
commit it replaces, and the host refuses it where that is no longer the head, so no claim is left at
the host, and nothing there is ever uncertain. Files of the branch that are not ours stay.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

from generator.config import password_variable
from generator.deploy.kinds.git_address import (
    Address,
    password_of,
    read_address,
    ssh_of,
    user_of,
)
from generator.deploy.kinds.git_branch import Branch, Moved
from generator.deploy.kinds.git_program import Git, GitFailed
from generator.deploy.record import HEAD, NotARecord, read_head
from generator.deploy.target import DeployFailed, Done, Means, Parcel, TargetMoved
from generator.errors import UsageError
from generator.paths import OutputPath

NO_JEKYLL = OutputPath(".nojekyll")
SOURCES = "site.toml"  # no site that was built has one

# Nobody's address: what is public should not say who of a newsroom was at work.
DEPLOYER = {"NAME": "Broadsheet", "EMAIL": "noreply@broadsheet.invalid"}

# What people can do, by what git, ssh or the host say.
ADVICE = (
    ("there is no git|git cannot be run",
     "install git"),
    ("Host key verification failed",
     "connect to the host once by hand, with ssh, and compare its key with the one it publishes"),
    (r"Permission denied \(|[Pp]ublickey",
     "see whether ssh has a key that this host takes, in the agent if it has a passphrase"),
    ("Authentication failed|could not read (Username|Password)|error: 40[13]|denied to",
     "set {secret} to a token that may write to this repository"),
    ("GH006|[Pp]rotected branch|non-fast-forward|hook declined|denyNonFastForwards",
     "let the host take pushes by force to this branch: each deploy is one commit without a past"),
    ("GH001|exceeds .*limit|too large",
     "take the file out, or make it smaller"),
    ("hash algorithm|object format",
     "push a first commit to that repository by hand, so that its format can be seen"),
    ("not found|does not appear to be a git repository|does not exist",
     "see whether the address is right, and whether this account may see it"),
    ("No space left|quota",
     "make room, and run broadsheet deploy again"),
)  # fmt: skip
AGAIN = "see whether the network and the host are there, and run broadsheet deploy again"


def target(to: str, means: Means) -> "Served":
    """Return the branch that `to` names; raise `UsageError` where it names none."""
    return Served(read_address(to, means), means)


@dataclass(frozen=True, slots=True)
class Served:
    """A branch that a host serves."""

    address: Address
    means: Means
    keeps_headers: bool = False

    @contextmanager
    def session(self) -> Iterator["Session"]:
        """Look at the branch."""
        address, means = self.address, self.means
        git = Git(
            environment=means.environment,
            variables={**_identity(means.now), **ssh_of(address, means)},
            user=user_of(address.url),
            password=password_of(address, means),
        )
        branch = Branch(git, means.memory / "repository.git", address.url, address.branch)
        session = Session(branch, address, means)
        session.look()
        yield session

    def forget(self) -> None:
        """Do nothing: a branch is one commit, without those before it."""


class Session:
    """A branch, as it was looked at, and what is to be changed of it."""

    def __init__(self, branch: Branch, address: Address, means: Means) -> None:
        """Take a branch; `look` comes first."""
        self._branch = branch
        self._address = address
        self._means = means
        self._sent: dict[OutputPath, str] = {}  # names that git has for the files

    def look(self) -> None:
        """See what the branch is now."""
        with self._telling("look at"):
            self._branch.look()

    def read(self, path: OutputPath) -> bytes | None:
        """Return a file of the branch as it was looked at.

        Where the record is missing, refuse a branch that is somebody's work: a rehearsal tells it.
        """
        with self._telling(f"read {path} from"):
            found = self._branch.read(path)
            if path == HEAD and not found:
                self._make_sure_that_it_is_to_be_replaced()
        return found

    def uncertain(self) -> Collection[OutputPath]:
        """Return nothing: a branch changes all at once."""
        return ()

    def begin(self, head: bytes, paths: Collection[OutputPath]) -> None:  # noqa: ARG002 - no claim
        """Make sure that the branch is as it was looked at; the push makes sure of it again."""
        with self._telling("look at"):
            if self._branch.has_moved():
                self._branch.look()
                raise TargetMoved(self._moved)
        if (self.read(HEAD) or b"") != head:
            raise TargetMoved(self._moved)

    def send(self, parcels: Sequence[Parcel], done: Done) -> None:
        """Store files here, as git keeps them; they go out with the commit."""
        with self._telling("store files for"):
            names = self._branch.store([parcel.file for parcel in parcels])
            for parcel, name in zip(parcels, names, strict=True):
                self._sent[parcel.path] = name
                done(parcel)

    def finish(self, record: Sequence[Parcel], removals: Sequence[OutputPath]) -> None:
        """Push what was sent, as one commit.

        Up to here nothing was changed at the host. So where somebody else was first, it is
        `TargetMoved`, as it is in `begin`.
        """
        self.send(record, lambda _: None)
        with self._telling("push to"):
            self._add_no_jekyll(removals)
            commit = self._branch.commit(self._sent, removals, _message(record))
            self._branch.push(commit)
        # It is deployed: whatever happens here now costs only time, the next time.
        with suppress(GitFailed, OSError):
            self._branch.keep(commit, [self._sent[parcel.path] for parcel in record])
        self._sent.clear()

    def _make_sure_that_it_is_to_be_replaced(self) -> None:
        """Refuse a branch that holds somebody's work, of which a deploy would end the history."""
        if any(path.rpartition("/")[2] == SOURCES for path in self._branch.paths()):
            raise UsageError(
                f"{self._means.name}: the branch {self._address.branch} holds a site's sources "
                f"({SOURCES}), and a deploy would end its history: name another branch after #"
            )
        if self._branch.has_history() and not self._means.take_over:
            raise DeployFailed(
                f"{self._means.name}: the branch {self._address.branch} of {self._address.url} "
                "has a history, and nothing in it is from Broadsheet: a deploy puts one commit "
                "in its place. If it is the right branch, broadsheet deploy --take-over does so"
            )

    def _add_no_jekyll(self, removals: Sequence[OutputPath]) -> None:
        """See to it that GitHub Pages serves names that start with "_" or "."."""
        is_there = self._branch.has(NO_JEKYLL) and NO_JEKYLL not in removals
        if not is_there and NO_JEKYLL not in self._sent:
            self._sent[NO_JEKYLL] = self._branch.store_data(b"")

    @contextmanager
    def _telling(self, doing: str) -> Iterator[None]:
        """Say of failures what was tried, where, and what people can do."""
        place = f"the branch {self._address.branch} of {self._address.url}"
        where = f"{self._means.name}: cannot {doing} {place}"
        try:
            yield
        except Moved:
            raise TargetMoved(self._moved) from None
        except GitFailed as error:
            advice = _advice(str(error), password_variable(self._means.name))
            raise DeployFailed(f"{where}: {error}; {advice}") from None
        except OSError as error:
            raise DeployFailed(f"{where}: {error.strerror}: {error.filename}; {AGAIN}") from None

    @property
    def _moved(self) -> str:
        return (
            f"{self._means.name}: somebody else pushed to the branch {self._address.branch} "
            "meanwhile, and nothing was changed there: run broadsheet deploy again"
        )


def _identity(now: datetime) -> dict[str, str]:
    """Return who a commit is from, and when."""
    about = {**DEPLOYER, "DATE": f"{int(now.timestamp())} +0000"}
    roles = ("AUTHOR", "COMMITTER")
    return {f"GIT_{role}_{name}": value for role in roles for name, value in about.items()}


def _message(record: Sequence[Parcel]) -> str:
    for parcel in record:
        if parcel.path == HEAD:
            with suppress(NotARecord):
                return f"Deploy {read_head(parcel.file.read_bytes()).number}"
    return "Deploy"


def _advice(said: str, secret: str) -> str:
    for pattern, advice in ADVICE:
        if re.search(pattern, said):
            return advice.format(secret=secret)
    return AGAIN
