# Everything runs in the folder .venv, which set-up makes. `make` alone prints what there is.

PYTHON ?= $(shell command -v python3 || command -v python || echo python3)
# Options for the program that a target starts, for instance: make lab OPTIONS=--no-browser
OPTIONS ?=

venv := .venv/bin/python

.PHONY: help lab form test notebooks dictionary damage pictures benchmark site clean set-up

help:
	@echo "Modality Lab"
	@echo
	@echo "  make lab        open the kit in JupyterLab, on the start notebook"
	@echo "  make form       open the form as a page without code"
	@echo "  make test       run every test"
	@echo "  make notebooks  run all notebooks again and store what they show"
	@echo "  make dictionary make data/README.md from data/datapackage.json"
	@echo "  make damage     make examples/broken-tables and docs/what-the-check-says.md"
	@echo "  make pictures   make the pictures of README.md"
	@echo "  make benchmark  measure how fast the kit is"
	@echo "  make site       build the site that runs the kit in a browser alone, in build/site"
	@echo "  make clean      remove what was set up (the folder .venv) and other leftovers"
	@echo
	@echo "The first time, each of them sets everything up: one to three minutes. Ctrl-C stops what runs."

set-up:
	@$(PYTHON) src/tools/set_up.py

lab: set-up
	@echo "Opening JupyterLab in the browser. Keep this window open; Ctrl-C twice here ends it."
	@$(venv) -m jupyterlab $(OPTIONS)

form: set-up
	@echo "Opening the form in the browser. Keep this window open; Ctrl-C here ends it."
	@$(venv) -m voila notebooks/03-which-modality.ipynb $(OPTIONS)

test: set-up
ifdef OPTIONS
	@$(venv) -m pytest $(OPTIONS)
else
	@$(venv) -m pytest -m "not timed" --numprocesses=auto --maxprocesses=4 --dist=loadfile
	@$(venv) -m pytest -m timed tests
endif

notebooks: set-up
	@$(venv) src/tools/run_notebooks.py $(OPTIONS)

dictionary: set-up
	@$(venv) src/tools/write_dictionary.py $(OPTIONS)

damage: set-up
	@$(venv) src/tools/write_damage_table.py

pictures: set-up
	@$(venv) src/tools/draw_pictures.py

benchmark: set-up
	@$(venv) src/tools/benchmark.py $(OPTIONS)

site:
	@$(PYTHON) src/tools/build_site.py

clean:
	rm -rf .venv .pytest_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find . -name .ipynb_checkpoints -type d -prune -exec rm -rf {} +
