# `make demo` shows what the generator does, `make test` tests it. Both set up what is missing on this machine
# and say what they install. test/machine/README.md says how to remove it.

ROUNDS ?= 11

# One language of templates/languages, for `make test` and `make demo`.
LANGUAGE ?=
LANGUAGES = $(notdir $(wildcard templates/languages/*))
ifneq ($(filter-out $(LANGUAGES),$(LANGUAGE)),)
$(error LANGUAGE: expected one of $(LANGUAGES), found $(LANGUAGE))
endif

.DEFAULT_GOAL := help
.PHONY: help demo test test-full unit machine bench stop clean

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1 \t/p' Makefile | expand -t 20

demo: dist ## Generate a function, build it, run it and curl it (LANGUAGE=elixir)
	@test/demo.sh $(or $(LANGUAGE),elixir)

test: node_modules machine ## Lint, check types, and run all tests, or those of one language (LANGUAGE=elixir)
	@start=$$(date +%s); npm run --silent check && echo "check took $$(($$(date +%s) - start)) s"
ifeq ($(LANGUAGE),)
	npm test
else
	npm run --silent test:unit
	npm test -- --project projects --project images --project conformance --testNamePattern '\b$(LANGUAGE)\b'
endif

test-full: node_modules machine ## Run the tests with every language in every version on every base
	TEST_MATRIX=full $(MAKE) test

unit: node_modules ## Run the tests that need no Docker: seconds
	npm run --silent test:unit

machine: ## Set up a Docker Engine, base images and linters, where there are none
	@test/machine/up.sh

bench: dist machine ## Measure, side by side with common alternatives (ROUNDS=11)
	npm run --silent bench -- --rounds $(ROUNDS)

stop: ## Stop the Docker Engine that `make machine` started
	@test/machine/engine.sh stop

clean: ## Remove what was built and installed in this directory
	rm -rf dist node_modules

node_modules: package.json package-lock.json
	npm ci --no-audit --no-fund --loglevel=error
	@touch node_modules

.PHONY: dist
dist: node_modules
	@npm run --silent build
