# Two commands are enough: `make demo` and `make test`. Both make the environment (.venv) if it is not there.
# Three workers, for two cores: tests of the page wait for the browser half of their time.
# While working: `make quick` (one test per promise). Now and then: `make mutants MINUTES=10` (what would tests miss?)
# and `make fuzz MINUTES=10` (what is neither refused in words nor answered?).
PYTHON  ?= python3
WORKERS ?= 3
MINUTES ?= 10
SEED    ?= 1
INPUTS  ?= 1000000000
VENV    := .venv
BIN     := $(VENV)/bin
READY   := $(VENV)/.ready
TESTS   := $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

# What was compiled once is not compiled again by each of the many processes that tests start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo quick test lint types docs wheel mutants fuzz clean

demo: $(READY)
	$(BIN)/detente report kuril/2019-01 --lang both --out output >/dev/null
	$(BIN)/detente report kuril/2019-01 --brief --lang both --out output
	@echo
	@echo "To drag the numbers and see what tips, in the browser: $(BIN)/detente serve kuril/2019-01"

quick: $(READY)
	DETENTE_EXAMPLES=$${DETENTE_EXAMPLES:-10} $(TESTS) $$(sed 's/#.*//' tests/quick.txt)

test: $(READY)
	$(TESTS) -m "not slow"

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

# The generated pages, then the site (docs/_build/html), for which the gallery is executed; a warning is an error.
docs: $(VENV)/.docs
	$(BIN)/python docs/generate.py
	$(BIN)/sphinx-build --fail-on-warning --keep-going --quiet docs docs/_build/html

# What `pip install` and `uv tool install` take: dist/detente-*.whl.
wheel: $(READY)
	$(BIN)/python -m pip wheel . --quiet --no-deps --wheel-dir dist

# The core modules are spoilt, one small change at a time ([tool.mutmut] in pyproject.toml), and tests are to notice:
# all but the changes that tests/mutants.md explains. What was found is kept in mutants/ (the next run goes on from there,
# and tries again what no test noticed); without that folder everything is tried anew.
mutants: $(READY) $(VENV)/.mutants
	@mkdir -p mutants
	@$(BIN)/python -m tests.survivors again
	@DETENTE_EXAMPLES=$${DETENTE_EXAMPLES:-5} timeout --signal=INT $(MINUTES)m $(BIN)/mutmut run \
	  --max-children $(WORKERS) > mutants/run.log 2>&1 || [ $$? -eq 124 ] || { tail -n 40 mutants/run.log; exit 1; }
	@$(BIN)/python -m tests.survivors

# Files spoilt at random, through every reader and analysis (tests/fuzz/run.py); what fails is kept in fuzz/.
fuzz: $(READY)
	$(BIN)/python -m tests.fuzz.run $(MINUTES) $(SEED) $(INPUTS)

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

$(VENV)/.mutants: $(READY)
	$(BIN)/python -m pip install --quiet --group mutants
	@touch $@

clean:
	rm -rf $(VENV) output dist docs/_build mutants fuzz .pytest_cache .mypy_cache .ruff_cache .hypothesis
