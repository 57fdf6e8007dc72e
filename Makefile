# Every target sets up .venv by itself from the lock files; Python 3.11 or newer and make are all that is needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
STAMP := $(VENV)/.installed

.PHONY: demo test check lock bench shots clean

demo: $(STAMP)
	$(BIN)/aimaq demo

test: check
	$(BIN)/pytest

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

lock:
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install -q "uv>=0.9"
	$(BIN)/uv pip compile -q --generate-hashes --universal --no-emit-index-url --no-emit-find-links --no-header --no-annotate --python-version 3.11 --extra postgres --extra charts --extra llm pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --generate-hashes --universal --no-emit-index-url --no-emit-find-links --no-header --no-annotate --python-version 3.11 -c requirements.lock --extra postgres --extra charts --extra llm --group dev pyproject.toml -o requirements-dev.lock

# The pictures of the README: the demo in a real browser (needs Debian's chromium).
shots: $(STAMP)
	mkdir -p docs/pictures
	AIMAQ_SHOTS=docs/pictures $(BIN)/pytest -n0 -q tests/e2e/test_demo_page.py

# About eight minutes; bench/README.md keeps the figures of a run.
bench: $(STAMP)
	$(BIN)/python -m bench.planning
	$(BIN)/python -m bench.delivery all

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis dist

$(STAMP): requirements-dev.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install -q --require-hashes -r requirements-dev.lock
	$(PIP) install -q --no-deps --no-build-isolation -e .
	touch $@
