# Every target is one line; the work is in manage.py and tools/, so that Windows needs no make (docs/windows.md).
HOST ?= 127.0.0.1
PORT ?= 8000
ARGS ?=
DEMO ?=
STRICT ?=
CANDIDATES := python3 python3.14 python3.13 python3.12 python3.11 python3.10
PYTHON ?= $(shell for each in $(CANDIDATES); do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null && echo $$each && break; done)
FOUND = $(or $(PYTHON),$(error KSP Visits needs Python 3.10 or newer; none of $(CANDIDATES) is))
VENV := .venv/bin/python

.PHONY: help run dev serve-lan install test test-quick lint bench chaos nightly messages

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

run: ## install, load the demo and serve on http://127.0.0.1:8000 (PORT=, HOST=)
	@$(FOUND) tools/environment.py requirements.txt
	@$(VENV) manage.py serve --demo --host $(HOST) --port $(PORT)

dev: ## the same with Django's debugging pages, reloading when a file changes
	@$(FOUND) tools/environment.py requirements.txt
	@KSP_ENV=dev $(VENV) manage.py serve --demo --host $(HOST) --port $(PORT)

serve-lan: ## serve tablets in this network over HTTPS, with an address and a QR code (DEMO=1: a trial, ARGS=)
	@$(FOUND) tools/environment.py requirements.txt
	@$(VENV) manage.py serve_lan $(if $(DEMO),--demo) $(ARGS)

install: ## make .venv with all that developing needs; the targets below do it by themselves
	@$(FOUND) tools/environment.py requirements-dev.txt

test: ## every test on SQLite and on PostgreSQL (STRICT=1: nothing left out; ARGS= for pytest)
	@$(FOUND) tools/test.py $(if $(STRICT),--strict) $(ARGS)

test-quick: ## SQLite only, without a browser or LibreOffice
	@$(FOUND) tools/test.py --quick $(ARGS)

lint: ## ruff on the code, djade on the templates
	@$(FOUND) tools/lint.py

bench: ## the ratios of speed: every script of benchmarks/
	@$(FOUND) tools/bench.py

chaos: ## 10,000 check-ins under cuts and kills, five seeds, both databases, and the broken twins (ARGS=)
	@$(FOUND) tools/chaos.py $(ARGS)

nightly: ## the long walk through a house, 20,000 steps, on both databases (WALK_SEED=)
	@WALK_STEPS=20000 $(FOUND) tools/test.py checkin/tests/test_house_walk.py -k after_any_walk

messages: install ## bring the catalogues up to date with the sources and compile them
	@$(VENV) tools/messages.py
