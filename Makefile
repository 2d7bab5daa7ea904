# Everything runs in the folder .venv, which set-up makes. `make` alone prints what there is.

PYTHON ?= $(shell command -v python3 || command -v python || echo python3)
# With a Python that is named behind `make`, set-up looks for no other.
this := $(if $(findstring command line,$(origin PYTHON)),--this-python)
# Options for the program that a target starts, for instance: make lab OPTIONS=--no-browser
OPTIONS ?=

venv := .venv/bin/python
ifeq ($(OS),Windows_NT)
venv := .venv/Scripts/python.exe
endif

# What somebody has set for other work with Python, Jupyter or charts changes nothing here: of their variables only
# these pass, and settings, additions and start-up files are looked for in .venv alone.
passed := PYTHON PYTHONDONTWRITEBYTECODE PYTHONIOENCODING PYTHONPYCACHEPREFIX PYTHONUNBUFFERED PYTHONUTF8 \
	JUPYTER_RUNTIME_DIR
others := PYTHON% JUPYTER_% JUPYTERLAB_% IPYTHON% VOILA_% MPL% MATPLOTLIBRC VIRTUAL_ENV __PYVENV_LAUNCHER__
unexport $(filter-out $(passed),$(filter $(others),$(.VARIABLES)))
settings := $(CURDIR)/.venv/settings
export PYTHONNOUSERSITE := 1
export JUPYTER_PREFER_ENV_PATH := 1
export JUPYTER_CONFIG_DIR := $(settings)/jupyter
export JUPYTER_DATA_DIR := $(settings)/jupyter-data
export IPYTHONDIR := $(settings)/ipython
export MPLCONFIGDIR := $(settings)/matplotlib

.PHONY: help lab page form visitors engines test attack check layout mutants notebooks dictionary contract damage review handouts pictures architecture benchmark site addresses binder release newest check-school clean set-up set-up-check browser lists set-up-test

help:
	@echo "Modality Lab"
	@echo
	@echo "  make lab        open the kit in JupyterLab, on the start notebook"
	@echo "  make page       open the lessons as pages without code, for a class or a projector"
	@echo "  make form       open the form alone as such a page"
	@echo "  make test       run every test"
	@echo "  make engines    try a page in Chromium, Firefox and WebKit (Safari's engine), as far as they are here"
	@echo "  make attack     throw damaged folders at the check and count what must not happen"
	@echo "  make check      check how the code is written: layout, names, types, words, tables' own dictionary"
	@echo "  make layout     lay every file out as make check wants it"
	@echo "  make notebooks  run all notebooks again and store what they show"
	@echo "  make dictionary make data/README.md from data/datapackage.json"
	@echo "  make contract   make the scripts' types from modality_lab.forms.contract"
	@echo "  make damage     make examples/broken-tables and docs/what-the-check-says.md"
	@echo "  make review     make docs/review.md, the safety list to print, review and sign"
	@echo "  make handouts   make the sheets to print in build/handouts, and docs/answer-key.md"
	@echo "  make pictures   make the pictures of README.md"
	@echo "  make architecture  make the picture and the table of docs/architecture.md from the imports"
	@echo "  make visitors   let thirty visitors open a lesson as a page, and measure what they and the server feel"
	@echo "  make benchmark  measure how fast the kit is, also beside others"
	@echo "  make mutants    change the code a little, many times, and see which changes no test notices"
	@echo "  make lists      write the lists of pinned packages from the ranges in pyproject.toml"
	@echo "  make site       build the site that runs the kit in a browser alone, in build/site"
	@echo "                  (PYODIDE=FOLDER with Pyodide's distribution: everything inside, no other host is asked)"
	@echo "  make addresses  write where this copy can be opened into README.md: OPTIONS=https://github.com/NAME/KIT"
	@echo "  make binder     ask Binder to build the kit now, so that a class need not wait"
	@echo "  make release    make the files of a release in build/release"
	@echo "  make newest     run the tests with the newest packages that pyproject.toml allows"
	@echo "  make check-school  check the tables in the folder school"
	@echo "  make clean      remove what was set up (.venv, .venv-check) and other leftovers"
	@echo
	@echo "The first time, each of them sets everything up: one to three minutes. Ctrl-C stops what runs."

set-up:
	@$(PYTHON) src/tools/set_up.py $(this)

# Adds to .venv what tests need besides.
set-up-test:
	@$(PYTHON) src/tools/set_up.py --test $(this)

set-up-check:
	@$(PYTHON) src/tools/set_up.py --check $(this)

# Tests of pages run in a browser. Where there is none, this gets one, or says in a sentence what to do.
browser: set-up-test
	@$(venv) src/tools/get_browser.py $(BROWSER_OPTIONS)

lab: set-up
	@echo "Opening JupyterLab in the browser; where none opens, open the address below that begins with http://127.0.0.1."
	@echo "Keep this window open; Ctrl-C twice here ends it."
	@$(venv) -m jupyterlab $(OPTIONS)

page: set-up
	@echo "Opening the start page in the browser; where none opens, open the address below."
	@echo "Keep this window open; Ctrl-C here ends it. After a change of a table, end it and start it again."
	@$(venv) -m voila notebooks $(OPTIONS)

form: set-up
	@echo "Opening the form in the browser; where none opens, open the address below."
	@echo "Keep this window open; Ctrl-C here ends it."
	@$(venv) -m voila notebooks/03-which-modality.ipynb $(OPTIONS)

ifdef OPTIONS
# Tests of one's own choice may need no browser.
test: set-up-test
	@$(venv) src/tools/get_browser.py || true
	@$(venv) -m pytest $(OPTIONS)
else
test: browser
	@$(venv) -m pytest -m "not timed" --numprocesses=auto --maxprocesses=4 --dist=loadfile
	@$(venv) -m pytest -m timed $(shell grep -l mark.timed tests/test_*.py)
endif

# For instance: make engines OPTIONS=webkit
engines: browser
	@$(venv) src/tools/engines.py $(OPTIONS)

# For instance: make attack OPTIONS="--folders=10000 --seed=7"
attack: set-up
	@$(venv) src/tools/attack.py $(OPTIONS)

check: set-up-check
	@.venv-check/bin/python src/tools/check_code.py $(OPTIONS)

layout: set-up-check
	@.venv-check/bin/python -m ruff format .
	@.venv-check/bin/python -m ruff check --fix --quiet . || true

mutants: set-up-check
	@.venv-check/bin/python src/tools/mutants.py $(OPTIONS)

notebooks: set-up
	@$(venv) src/tools/run_notebooks.py $(OPTIONS)

dictionary: set-up
	@$(venv) src/tools/write_dictionary.py $(OPTIONS)

contract: set-up
	@$(venv) src/tools/write_contract.py

damage: set-up
	@$(venv) src/tools/write_damage_table.py

review: set-up
	@$(venv) src/tools/write_review.py $(OPTIONS)

handouts: set-up
	@$(venv) src/tools/write_handouts.py $(OPTIONS)

pictures: browser
	@$(venv) src/tools/draw_pictures.py

architecture: set-up
	@$(venv) src/tools/draw_architecture.py

visitors: browser
	@$(venv) src/tools/visitors.py $(OPTIONS)

benchmark: browser
	@$(venv) src/tools/benchmark.py $(OPTIONS)
	@$(venv) src/tools/benchmark_side_by_side.py $(OPTIONS)

# For instance: make lists OPTIONS=--upgrade
lists: set-up-check
	@.venv-check/bin/python src/tools/write_lists.py $(OPTIONS)

# With everything inside, so that no other host is asked: make site PYODIDE=FOLDER
site:
	@$(PYTHON) src/tools/build_site.py $(if $(PYODIDE),"$(PYODIDE)")

addresses:
	@$(PYTHON) src/tools/launch_addresses.py $(OPTIONS)

binder:
	@$(PYTHON) src/tools/warm_binder.py $(OPTIONS)

release:
	@$(PYTHON) src/tools/build_release.py $(OPTIONS)

# In an environment of its own: what is pinned stays as it is.
newest:
	@$(PYTHON) -m venv --clear build/newest
	@build/newest/bin/python -m pip install --quiet --editable ".[lab,test]"
	@build/newest/bin/python src/tools/get_browser.py
	@build/newest/bin/python -m pytest -m "not timed" --numprocesses=auto --maxprocesses=4 --dist=loadfile

check-school: set-up
	@$(dir $(venv))modality-lab check $(firstword $(wildcard [Ss]chool) school)

clean:
	rm -rf .venv .venv-check .set-up.lock .pytest_cache .hypothesis .mypy_cache .ruff_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find . -name .ipynb_checkpoints -type d -prune -exec rm -rf {} +
