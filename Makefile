# Two commands: `make run` starts the hotline, `make test` runs everything. See README.md.
PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= auto
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps

.PHONY: run test check fmt docs setup lock clean
.DEFAULT_GOAL := run

run: setup            ## start the hotline with an embedded database and an embedded back office
	-$(BIN)/ivr prompts build
	$(BIN)/ivr serve --watch

test: .venv/test      ## the whole suite, with branch coverage
	$(BIN)/ivr check --strict
	$(BIN)/ivr test
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n $(WORKERS) --dist loadgroup
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

check: .venv/test     ## lint, types, layers, and the project's own flows
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/ivr check --strict

fmt: .venv/test       ## format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: .venv/test      ## write the pages of the manual that are made from the code
	$(BIN)/python -m tests.docs.generated

setup: .venv/run      ## install what running needs, no more

.venv/run: requirements.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	touch $@

.venv/test: requirements-test.txt .venv/run
	$(PIP) -r requirements-test.txt
	touch $@

lock:                 ## pin the newest versions the limits in pyproject.toml allow (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --extra build -o requirements.txt pyproject.toml
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --extra build --extra test -c requirements.txt -o requirements-test.txt pyproject.toml

clean:                ## forget what was installed and what was recorded
	rm -rf .venv var .mypy_cache .pytest_cache .ruff_cache .import_linter_cache htmlcov .coverage*
