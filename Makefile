# make run opens the window, make test runs all tests. Both make .venv and need only Python 3.11 to 3.13 with venv.

VENV ?= .venv
PYTHON ?=
ONLY ?=
TESTS ?=
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install --disable-pip-version-check $(shell [ -t 0 ] || echo --quiet)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test bench lint format end-to-end check clean libraries libraries-if-possible

help:
	@echo 'make run      open the window'
	@echo 'make test     run all tests; TESTS="tests/runs -k chunk" runs these alone'
	@echo 'make bench    measure against peers; ONLY=E1,R1 measures these alone'
	@echo 'make lint     ruff, mypy, import-linter'
	@echo 'make check    test, lint, and the program from end to end'
	@echo 'make format   let ruff mend what it can'
	@echo 'make clean    remove $(VENV) and what the tools left'
	@echo 'PYTHON=python3.12 names the Python of a new $(VENV), VENV=folder another folder.'

run: libraries $(VENV)/.installed
	@$(BIN)/vgdesk

test: libraries-if-possible $(VENV)/.installed-with-tests
	@$(BIN)/python -m pytest -n auto --dist loadfile $(TESTS)

bench: libraries-if-possible $(VENV)/.installed-with-tests
	@$(BIN)/python -m tests.benchmarks --only '$(ONLY)'

lint: $(VENV)/.installed-with-tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

end-to-end: libraries-if-possible $(VENV)/.installed-with-tests
	@$(BIN)/python packaging/check_end_to_end.py

check: test lint end-to-end

format: $(VENV)/.installed-with-tests
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

libraries:
	@packaging/system-libraries

libraries-if-possible:
	@packaging/system-libraries || true

$(BIN)/pip:
	@python=$$(packaging/find-python '$(PYTHON)') && \
		packaging/system-libraries "$$python" && \
		"$$python" -m venv '$(VENV)'

$(VENV)/.installed: pyproject.toml $(BIN)/pip
	@echo 'vgdesk: installing into $(VENV), once; this takes some minutes'
	@$(PIP_INSTALL) --editable .
	@touch $@

$(VENV)/.installed-with-tests: pyproject.toml $(BIN)/pip
	@echo 'vgdesk: installing into $(VENV) with all that the tests need, once; this takes some minutes'
	@$(PIP_INSTALL) --editable '.[test]'
	@touch $(VENV)/.installed $@
