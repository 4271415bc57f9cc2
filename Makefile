# Every line CI and people call. `make run` and `make test` start from a bare machine with Python 3.11 and make.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .cache/stamps
DATA := $(or $(MAJLIS_DATA_DIR),.majlis)
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
WEB_SOURCES := $(shell find core/web -path core/web/node_modules -prune -o -path core/web/dist -prune -o -type f -print)
export PATH := $(abspath $(BIN)):$(PATH)
# Kept bytecode takes a third off every start of Python, and tests start hundreds.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help run test check lint bench web runner docs clean lock

help: ## Say what each target does
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: $(STAMPS)/python ## Set everything up and serve, with demo people and the demo mini-apps
	@$(MAKE) --no-print-directory -j2 web $(if $(wildcard $(DATA)/artifacts/*.cwasm),,runner)
	@GRPC_VERBOSITY=$${GRPC_VERBOSITY:-ERROR} MAJLIS_DEMO=$${MAJLIS_DEMO:-1} MAJLIS_LOG_LEVEL=$${MAJLIS_LOG_LEVEL:-warning} exec $(BIN)/majlisd serve

test: $(STAMPS)/dev ## Every test, browser tests included (T=path for some, PYTEST="-k vote" for options)
	@$(MAKE) --no-print-directory web $(STAMPS)/browser $(STAMPS)/foreign
	@$(BIN)/python -m pytest -n 2 --dist worksteal -q -rsR $(PYTEST) $(T)

check: lint test ## ruff, mypy --strict, import-linter, buf lint, tsc, then every test

lint: $(STAMPS)/dev $(STAMPS)/node_modules
	ruff check . && ruff format --check .
	mypy
	lint-imports --no-cache
	buf lint protos
	cd core/web && npm run --silent check

bench: $(STAMPS)/dev ## Every benchmark, or one area: make bench ONLY=sandbox
	@$(MAKE) --no-print-directory web
	@$(BIN)/python -m tests.bench $(if $(ONLY),--only $(ONLY))

web: $(STAMPS)/web ## Build the web client
	@true

runner: $(STAMPS)/python ## Build the component that runs any mini-app from its sources
	@$(BIN)/python -m majlis_devkit.build runner --out "$${MAJLIS_ARTIFACT_CACHE:-$(DATA)/artifacts}" --key-file "$(DATA)/artifact.key"

docs: $(STAMPS)/dev ## Renew the tables in docs/ that are made from the code
	@$(BIN)/python docs/generate.py

clean: ## Remove everything that was built here (data in .majlis stays)
	rm -rf $(VENV) .cache core/web/dist core/web/node_modules tests/browser/node_modules tests/foreign/node_modules
	rm -rf bench/latest.json
	rm -rf sdk/devkit/src/majlis_devkit/simulator/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name '__pycache__' -prune -exec rm -rf {} +
	find protos -name '*_pb2.py' -delete -o -name '*_pb2.pyi' -delete -o -name '*_service_rpc.py' -delete

LOCK = uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-package majlis-sdk --no-emit-package majlis-devkit --quiet
lock: ## Renew the lock files (versions and hashes, no addresses)
	$(LOCK) --group build --output-file requirements.lock
	$(LOCK) --group dev --constraint requirements.lock --output-file requirements-dev.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet \
		--group node --output-file requirements-node.lock

# Set-up steps, each done again only when what it is made from changed.

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Majlis needs Python 3.11 or newer: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
		|| { echo "This Python has no venv. Install it and try again: sudo apt-get install python3-venv"; exit 1; }
	@echo "· environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)

# Without a pip cache every file is asked for again; the hash check is the same either way.
$(STAMPS)/python: requirements.lock pyproject.toml sdk/miniapp/pyproject.toml sdk/devkit/pyproject.toml $(VENV)/pyvenv.cfg
	@mkdir -p $(STAMPS)
	@echo "· dependencies (about a minute the first time)"
	@$(PIP) install --require-hashes --no-deps -r requirements.lock
	@$(PIP) install --no-build-isolation --no-deps -e sdk/miniapp -e sdk/devkit -e .
	@touch $@

$(STAMPS)/protos: $(STAMPS)/python $(wildcard protos/majlis/*/v1/*.proto) protos/generate.py
	@$(BIN)/python protos/generate.py
	@touch $@

$(STAMPS)/dev: requirements-dev.lock $(STAMPS)/python
	@echo "· tools for tests and checks"
	@$(PIP) install --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

# The machine's Node from version 20 on, else one from the package index.
$(STAMPS)/node: requirements-node.lock $(STAMPS)/python
	@if ! node -e 'process.exit(+(process.versions.node.split(".")[0] < 20))' 2>/dev/null; then \
		echo "· Node.js"; $(PIP) install --require-hashes --no-deps -r requirements-node.lock; fi
	@touch $@

$(STAMPS)/node_modules: core/web/package-lock.json $(STAMPS)/node
	@echo "· client libraries"
	@cd core/web && npm ci --no-audit --no-fund --silent
	@touch $@

$(STAMPS)/web: $(STAMPS)/node_modules $(WEB_SOURCES)
	@echo "· web client"
	@cd core/web && node build.mjs
	@touch $@

$(STAMPS)/browser: $(wildcard tests/browser/package-lock.json) $(STAMPS)/node
	@if [ -f tests/browser/package-lock.json ]; then cd tests/browser && npm ci --no-audit --no-fund --silent; fi
	@touch $@

$(STAMPS)/foreign: tests/foreign/package-lock.json $(STAMPS)/node
	@cd tests/foreign && npm ci --no-audit --no-fund --silent
	@touch $@
