# Every target makes what it needs, on a fresh machine too: .ci/bootstrap builds .venv from the lock files.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run test usb lint fuzz soak bench pictures dist lock clean

BIN := .venv/bin
# Files in which every branch is tested, always.
FULLY_COVERED := walletsafe/device/certificates.py walletsafe/findings.py walletsafe/guard.py walletsafe/phrases.py \
	walletsafe/redact.py walletsafe/transport/framing.py

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Open the window (where there is no screen: a check of a virtual Ledger in the terminal)
	@.ci/bootstrap runtime
	@if [[ $$(uname -s) == Linux && -z "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]]; then \
		echo "There is no screen here to open a window on. DEMO: the same check, in this terminal, of a virtual Ledger."; \
		echo; \
		$(BIN)/walletsafe check --virtual genuine-nano-s --answers clean; \
	else \
		$(BIN)/walletsafe; \
	fi

test: ## Run all tests and hold the coverage of the files that must stay at 100 %
	@.ci/bootstrap dev
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest -n 2 --dist loadgroup
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report --skip-covered --fail-under=100 --include=$$(tr ' ' ',' <<< '$(FULLY_COVERED)')
	@echo "Coverage with branches, everything: $$($(BIN)/coverage report --format=total) %"

usb: ## Run the program on a real USB stack, in emulated machines (Linux on x86; some six minutes)
	@.ci/bootstrap usb
	@$(BIN)/python -m tests.usb

lint: ## Check style, types, the layers of the code and the shell scripts
	@.ci/bootstrap dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(BIN)/shellcheck .ci/bootstrap .ci/run

fuzz: ## Throw 200,000 mutated answers at the parsers
	@.ci/bootstrap dev
	$(BIN)/python -m tests.fuzz

soak: ## Run 2,000 checks in one process, with faults and cancels, and watch memory and threads
	@.ci/bootstrap dev
	@$(BIN)/python -m tests.soak

bench: ## Measure the speed and the memory that were promised
	@.ci/bootstrap dev
	$(BIN)/python -m tests.bench

pictures: ## Draw every page, light and dark, into pictures/
	@.ci/bootstrap dev
	$(BIN)/python -m tests.pictures

dist: ## Build the wheel and the source archive, with their checksums, into dist/
	@.ci/bootstrap dev
	@rm -rf dist build
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m build --no-isolation
	cd dist && sha256sum walletsafe-* > SHA256SUMS && cat SHA256SUMS

# Releases younger than a week are left alone: most poisoned ones are found within days.
# `make lock UPGRADE=--upgrade` moves everything to the newest release that is old enough.
UPGRADE :=
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --exclude-newer "1 week" \
	--custom-compile-command "make lock" $(UPGRADE)

lock: ## Write the lock files anew (UPGRADE=--upgrade for newer releases)
	@.ci/bootstrap dev
	$(COMPILE) pyproject.toml --output-file .requirements/runtime.txt
	$(COMPILE) pyproject.toml --group dev --constraints .requirements/runtime.txt --output-file .requirements/dev.txt
	$(COMPILE) --group build --constraints .requirements/dev.txt --output-file .requirements/build.txt

clean: ## Remove the environment and everything that was built
	rm -rf .venv .venv.partial build dist pictures htmlcov .coverage .coverage.* ./*.egg-info
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find walletsafe ui resources tests -name __pycache__ -prune -exec rm -rf {} +
