# `make help` lists the targets. Every target sets the machine up first if it has to.
SHELL := /bin/bash
.DELETE_ON_ERROR:
PYTHON ?= $(shell for each in python3.12 python3.11 python3; do \
	$$each -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' 2>/dev/null && { echo $$each; break; }; done)
BIN := .venv/bin
# What papers are set in; elsewhere than on Debian name their folder in CLEARWAY_FONTS.
FONTS := /usr/share/fonts/truetype/noto/NotoSans-Regular.ttf /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
READY := .venv/ready
# What the console loads of others; without npm its pages work as forms and links.
ASSETS := api/console/assets/ready
# Tests start many processes; each would compile every module anew where nothing may be kept.
unexport PYTHONDONTWRITEBYTECODE
# One more than the cores of a small machine: tests wait for databases and processes about a quarter of their time.
WORKERS ?= 3

.PHONY: help setup demo demo-channels serve check test proof pictures bench accuracy lock clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(READY) $(ASSETS) ## install everything into .venv

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Clearway needs Python 3.11 or 3.12 (durable-rules does not import on 3.13): set PYTHON=…"; exit 1; }
	@command -v cc >/dev/null && printf '#include <Python.h>\n' | cc -E $$($(PYTHON) -c 'import sysconfig; print("-I" + sysconfig.get_paths()["include"])') - >/dev/null 2>&1 \
		|| bin/debian-packages build-essential python3-dev
	@for each in $(FONTS); do test -e "$$each" && continue; bin/debian-packages fonts-noto-core fonts-noto-cjk || echo "Papers are not printed before these fonts are there; all else runs."; break; done
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || bin/debian-packages python3-venv
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(ASSETS): package-lock.json bin/console-assets
	@bin/console-assets >/dev/null || echo "The console has no charts and no editor before bin/console-assets ran; all else works."

demo: $(READY) ## decide the sample orders, show why, carry on what was admitted; papers go to build/demo
	@$(BIN)/clearway demo --out build/demo

demo-channels: $(READY) ## orders of five local shops and marketplaces: read, decided, sent, answered
	@$(BIN)/python -m tests.channel_demo

serve: $(READY) $(ASSETS) ## run the service on this machine, with what it keeps in var/
	@$(BIN)/clearway serve

check: $(READY) ## style, types, import directions, rule book, generated files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/clearway rules check --strict
	$(BIN)/clearway rules test --mutation --least-coverage 1.0 --least-killed 0.9
	$(BIN)/clearway data check

# scikit-learn's threads would spin against each other when every worker starts as many as there are cores.
test: $(READY) $(ASSETS) ## all tests but the long ones
	@command -v chromium >/dev/null || bin/debian-packages chromium
	OMP_NUM_THREADS=1 $(BIN)/pytest -n $(WORKERS) --dist worksteal -m 'not proof' -q

proof: $(READY) ## the long tests, and properties in full; results go to docs/proof.md
	CLEARWAY_HYPOTHESIS=search $(BIN)/pytest -m proof -q -s
	OMP_NUM_THREADS=1 CLEARWAY_HYPOTHESIS=search $(BIN)/pytest -n $(WORKERS) --dist worksteal tests/property tests/http/test_openapi.py -m 'not proof' -q

pictures: $(READY) $(ASSETS) ## take all pictures of README and docs anew, by the servers of the browser tests
	@command -v chromium >/dev/null || bin/debian-packages chromium
	$(BIN)/python -m tests.pictures

bench: $(READY) ## speed of engines, of a decision, of boxes and walks, of the service; real orders in DATA=<folder>
	$(BIN)/python -m tests.benchmarks.bench $(DATA)

accuracy: $(READY) ## hold budget, and accuracy on the data in DATA=<folder>
	$(BIN)/python -m tests.benchmarks.accuracy $(DATA)

lock: $(READY) ## write requirements.lock anew
	$(BIN)/uv pip compile pyproject.toml --group dev --all-extras --universal --generate-hashes --no-header --no-annotate --quiet -o requirements.lock

clean: ## remove everything that was installed or built
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
