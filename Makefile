# Every target is one line; what it does is in tools/bootstrap.py. Another Python: make PYTHON=/path/to/python3.11 run
PYTHON ?= python3
BOOTSTRAP = $(PYTHON) tools/bootstrap.py

.PHONY: help install run test lint bench docs lock
help:  ## What can be made
	@sed -n 's/^\([a-z]*\):.*## /  make \1 — /p' Makefile
install:  ## Install and build everything, inside this folder
	@$(BOOTSTRAP) install
run:  ## Install, then start the gallery, the hub and the worker
	@$(BOOTSTRAP) run
test:  ## Run every test, on SQLite and on PostgreSQL
	@$(BOOTSTRAP) test
lint:  ## Check style, types, walls and the rules of the house
	@$(BOOTSTRAP) lint
bench:  ## Compare ourselves with the tools that we replace, side by side
	@$(BOOTSTRAP) bench
docs:  ## Make the documentation readable without a network, in dist/docs
	@$(BOOTSTRAP) docs
lock:  ## Write the lock files anew
	@$(BOOTSTRAP) lock
