# `make site` and `make test` are all that a fresh machine needs. They keep to
# two environments, .venv and .venv-dev, and each holds exactly what its lock file
# lists. Change a dependency in pyproject.toml, then run `make lock`.

PYTHON ?= python3
PYTEST_ARGS ?=
LOCK_ARGS ?=
BENCH_ARGS ?=

PIP := -m pip --disable-pip-version-check --quiet install
COMPILE := uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate --extra search $(LOCK_ARGS) pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help site preview test lint format bench bench-large bench-peers bench-deploys lock clean

help: ## Show these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

site: .venv/.installed ## Build the site into public/
	@.venv/bin/broadsheet build

preview: .venv/.installed ## Serve the site and reload the browser on every save
	@.venv/bin/broadsheet preview

# The wheel is built by way of the source distribution, so that both are known to work.
test: lint ## Check and test everything; PYTEST_ARGS="-k feeds" narrows the tests
	@set -e; \
	CHROMIUM=$$(sh tests/tools/ensure_chromium.sh); \
	sh tests/tools/ensure_servers.sh; \
	dist=$$(mktemp -d); \
	trap 'rm -rf "$$dist"' EXIT; \
	trap 'exit 130' INT TERM; \
	.venv-dev/bin/python -m build --no-isolation --outdir "$$dist" >"$$dist/log" 2>&1 \
		|| { cat "$$dist/log"; exit 1; }; \
	BROADSHEET_WHEEL=$$(echo "$$dist"/*.whl); \
	export CHROMIUM BROADSHEET_WHEEL; \
	.venv-dev/bin/python -m pytest --quiet $(PYTEST_ARGS)

lint: .venv-dev/.installed ## Check format, style and types
	@.venv-dev/bin/ruff format --quiet --check .
	@.venv-dev/bin/ruff check --quiet .
	@.venv-dev/bin/mypy --no-error-summary

format: .venv-dev/.installed ## Format the code and apply safe fixes
	@.venv-dev/bin/ruff check --quiet --fix-only .
	@.venv-dev/bin/ruff format --quiet .

bench: .venv-dev/.installed ## Measure builds of 1,000 and 10,000 articles, into benchmarks/RESULTS.md
	@.venv-dev/bin/python -m benchmarks.builds $(BENCH_ARGS) 1000 10000

bench-large: .venv-dev/.installed ## Measure builds of 100,000 articles, which takes long
	@.venv-dev/bin/python -m benchmarks.builds $(BENCH_ARGS) 100000

bench-peers: .venv-dev/.installed ## Measure Hugo, Pelican and Eleventy beside, those that are installed
	@.venv-dev/bin/python -m benchmarks.peers $(BENCH_ARGS) 1000 10000

bench-deploys: .venv-dev/.installed ## Measure deploys of one article, beside tools that compare the bucket
	@.venv-dev/bin/python -m benchmarks.deploys $(BENCH_ARGS) 10000

lock: .venv-dev/.locked ## Renew the lock files; LOCK_ARGS=--upgrade takes newer versions
	@.venv-dev/bin/$(COMPILE) --group build --output-file requirements.lock
	@.venv-dev/bin/$(COMPILE) --group build --group dev --constraint requirements.lock \
		--output-file requirements-dev.lock

clean: ## Remove the environments, the caches and the built site
	@rm -rf .venv .venv-dev .broadsheet .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find public -mindepth 1 ! -path public/.gitignore -delete
	@find generator tests benchmarks -type d -name __pycache__ -prune -exec rm -rf {} +

# Everything from the lock, nothing else: made anew when the lock changes.
.venv/.locked: requirements.lock
.venv-dev/.locked: requirements-dev.lock
.venv/.locked .venv-dev/.locked:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Broadsheet needs Python 3.11 or later, and $(PYTHON) is not: try make PYTHON=python3.11" >&2; \
		exit 1; }
	@echo "Installing $< into $(@D)"
	@$(PYTHON) -m venv --clear $(@D)
	@$(@D)/bin/python $(PIP) --require-hashes --requirement $<
	@touch $@

# This folder itself, in place: cheap, so redone whenever its metadata may have changed.
.venv/.installed: .venv/.locked pyproject.toml generator/__init__.py
.venv-dev/.installed: .venv-dev/.locked pyproject.toml generator/__init__.py
.venv/.installed .venv-dev/.installed:
	@$(@D)/bin/python $(PIP) --no-index --no-deps --no-build-isolation --editable .
	@touch $@
