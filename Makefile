# Two commands do all set-up: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint format bench container recordings clean help

help:
	@echo "make demo        crawl small news sites on this machine and look at their archive"
	@echo "make test        all tests but those that take minutes (pytest --thorough)"
	@echo "make lint        ruff and mypy"
	@echo "make bench       measurements (tests/benchmarks)"
	@echo "make recordings  run the session of docs/recordings again and draw it"
	@echo "make container   build the image of Containerfile and try it, by podman or docker"

demo: $(VENV)/installed
	@$(BIN)/newsarc demo

test: $(VENV)/installed-test
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: $(VENV)/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/installed-test
	$(BIN)/python tests/benchmarks/quality.py

container: $(VENV)/installed-test
	$(BIN)/python -m pytest -q tests/container

recordings: $(VENV)/installed-test
	$(BIN)/python tests/recording.py

format: $(VENV)/installed-test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "newsarc needs Python 3.11 or newer; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/installed-test: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
