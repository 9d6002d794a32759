"""The ways into a deploy: of what is built, and of what was deployed before."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

from generator.building.build import plan_only
from generator.building.lock import site_lock
from generator.building.report import Progress
from generator.building.request import Request
from generator.config import SITE_FILE, USUAL, Config, Host, TargetConfig
from generator.deploy.changes import Wanted
from generator.deploy.compressing import compressed
from generator.deploy.guards import Doubtful
from generator.deploy.kinds import open_target
from generator.deploy.limits import limit_problems
from generator.deploy.memory import Memory
from generator.deploy.objects import Objects
from generator.deploy.record import HEAD
from generator.deploy.sealed import sealed, wanted_of
from generator.deploy.target import DeployFailed, Means, Target
from generator.deploy.transaction import Deployment, Order, deploy
from generator.errors import UsageError, did_you_mean
from generator.paths import OutputPath, output_of

FOLDER = "deploys"  # in what builds and deploys remember
TARGETS = "targets"  # in that; apart, for a target may be called objects, or lock
BUSY = "another deploy of this site is running"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a deploy is wanted.

    `now` is the clock's time; `environment` has the secrets. The others are as `Order` and `Means`
    have them.
    """

    now: datetime
    environment: Mapping[str, str]
    is_certain: bool = False
    is_rehearsal: bool = False
    again: bool = False
    take_over: bool = False


@dataclass(frozen=True, slots=True)
class Deployer:
    """One target of a site, by its name in site.toml."""

    request: Request
    config: Config
    name: str
    target: TargetConfig

    @property
    def base_url(self) -> str:
        """The address that the target is served at."""
        return self.target.base_url or self.config.base_url

    @property
    def build(self) -> Request:
        """The build that is deployed there: the usual one, or one for an address of its own."""
        if self.base_url == self.config.base_url:
            return self.request
        return replace(
            self.request,
            base_url=self.base_url,
            output=self.request.project.state / "sites" / self.name,
        )

    @property
    def reached(self) -> datetime | None:
        """As of when readers have the site, as far as this copy of it knows."""
        return self._memory.reached()

    def reach_back(self, now: datetime) -> None:
        """Take an earlier time for that of the last deploy: the clock was wrong then."""
        self._memory.reach(now)

    def deploy(self, wish: Wish, progress: Progress) -> Deployment:
        """Deploy what was built last. Raise as `transaction.deploy` does, and `sealed`."""
        with self._alone():
            objects = self._objects
            with site_lock(self.request.project.state):
                place = self.build.place
                manifest = sealed(place, self.base_url, wish.now)
                objects.keep(place.root, manifest.files)
            wanted = wanted_of(manifest)
            if self.target.compress:
                wanted = compressed(wanted, objects)
            return self._bring(self._order(wanted, wish), wish, progress)

    def roll_back(self, back: int, wish: Wish, progress: Progress) -> Deployment:
        """Deploy again what was deployed some deploys ago; 1 is the one before the last."""
        with self._alone():
            heads = self._memory.history()
            if len(heads) <= back:
                known = f"{len(heads) - 1} can be" if heads[1:] else "none is known here"
                raise UsageError(f"expected earlier deploys of {self.name} to take back: {known}")
            head = heads[-1 - back]
            if head.base_url != self.base_url:
                raise UsageError(
                    f"what was deployed to {self.name} then was built for {head.base_url}, and the "
                    f"target is at {self.base_url}: build what is wanted, and deploy that"
                )
            files = self._memory.files(head.list)
            if files is None:
                raise DeployFailed(f"what was deployed to {self.name} then is no longer known")
            order = self._order(files.files, wish)
            way_back = replace(order, is_way_back=True, taken_down=self._taken_down())
            return self._bring(way_back, wish, progress)

    def is_deployed(self, wish: Wish) -> bool:
        """Whether something was deployed to the target, or begun to be. Raise as `deploy` does."""
        with self._open(wish).session() as session:
            return session.read(HEAD) is not None or bool(session.uncertain())

    def forget(self, wish: Wish) -> None:
        """Forget all deploys before the last, and their files, here and at the host."""
        with self._alone():
            self._open(wish).forget()
            self._memory.forget()
            self._prune()

    def _taken_down(self) -> frozenset[OutputPath] | None:
        """Return where notices stand in place of articles; None where that cannot be told."""
        site, plan = plan_only(self.build)
        return None if plan.errors else frozenset(output_of(each.url) for each in site.notices)

    def _order(self, files: Wanted, wish: Wish) -> Order:
        return Order(
            files=files,
            base_url=self.base_url,
            now=wish.now,
            grace=timedelta(days=self.target.grace),
            generations=self.target.generations,
            is_certain=wish.is_certain,
            is_rehearsal=wish.is_rehearsal,
            again=wish.again,
        )

    def _bring(self, order: Order, wish: Wish, progress: Progress) -> Deployment:
        beyond = limit_problems(self._hosts, ((path, f.size) for path, f in order.files.items()))
        if beyond and not (order.is_certain or order.is_rehearsal):
            raise Doubtful(beyond)
        done = deploy(order, self._open(wish), self._objects, self._memory, progress)
        if order.is_rehearsal or not done.changes.is_empty:
            self._prune()
        return replace(done, doubts=(*beyond, *done.doubts))

    @property
    def _hosts(self) -> frozenset[Host]:
        """The hosts that the files come to lie on, as far as that can be told."""
        is_bucket = self.target.to.startswith("s3:")
        told = (Host.GITHUB, self.target.is_github_branch), (Host.S3, is_bucket)
        return frozenset((*self.config.hosting.hosts, *(host for host, holds in told if holds)))

    def _open(self, wish: Wish) -> Target:
        site = self.request.project.root
        means = Means(self.name, site, self._folder, wish.environment, wish.now, wish.take_over)
        return open_target(self.target.to, means)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other deploys of this copy of the site away."""
        with site_lock(self._deploys, BUSY):
            yield

    def _prune(self) -> None:
        """Forget the files that no deploy of any target can need again."""
        memories = (Memory(folder) for folder in (self._deploys / TARGETS).glob("*"))
        self._objects.prune(frozenset(chain.from_iterable(each.digests() for each in memories)))

    @property
    def _deploys(self) -> Path:
        return self.request.project.state / FOLDER

    @property
    def _folder(self) -> Path:
        return self._deploys / TARGETS / self.name

    @property
    def _memory(self) -> Memory:
        return Memory(self._folder)

    @property
    def _objects(self) -> Objects:
        return Objects(self._deploys / "objects")


def deployers(request: Request, config: Config) -> tuple[Deployer, ...]:
    """Return all targets of a site."""
    return tuple(Deployer(request, config, name, target) for name, target in config.deploy)


def deployer(request: Request, config: Config, name: str) -> Deployer:
    """Return a target by its name; with none, the one called production, or the only one.

    Raise `UsageError` where site.toml has no such target.
    """
    targets = dict(config.deploy)
    if not targets:
        example = f'[deploy.{USUAL}]\n  to = "/srv/www/site"'
        message = f"expected a target to deploy to, got none: add to {SITE_FILE}, for example"
        raise UsageError(f"{message}\n  {example}")
    wanted = name or (USUAL if USUAL in targets or len(targets) > 1 else next(iter(targets)))
    if wanted not in targets:
        guess = did_you_mean(wanted, targets) or f"it has {', '.join(targets)}"
        raise UsageError(f'expected a target of {SITE_FILE}, got "{wanted}": {guess}')
    return Deployer(request, config, wanted, targets[wanted])
