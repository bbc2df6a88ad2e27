# Two commands are enough: `make demo` and `make test`. Both make the environment (.venv) if it is not there.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: demo test lint types docs wheel clean

demo: $(READY)
	$(BIN)/detente report kuril/2019-01 --both --out output

test: $(READY)
	$(BIN)/python -m pytest -m "not slow"

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

# The generated pages, then the site (docs/_build/html); a warning is an error.
docs: $(VENV)/.docs
	$(BIN)/python docs/generate.py
	$(BIN)/sphinx-build --fail-on-warning --keep-going --quiet docs docs/_build/html

# What `pip install` and `uv tool install` take: dist/detente-*.whl.
wheel: $(READY)
	$(BIN)/python -m pip wheel . --quiet --no-deps --wheel-dir dist

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "detente needs Python 3.11 or newer; set PYTHON=/path/to/python"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable ".[all]" --group test --group lint
	@touch $@

# Only those who build the site install what it takes.
$(VENV)/.docs: $(READY)
	$(BIN)/python -m pip install --quiet --group docs
	@touch $@

clean:
	rm -rf $(VENV) output dist docs/_build .pytest_cache .mypy_cache .ruff_cache .hypothesis
