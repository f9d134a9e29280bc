# Node 24 comes with the packages; whatever Node the machine has only has to run npm.
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)
comma := ,
export npm_config_loglevel ?= error
export npm_config_update_notifier ?= false

.PHONY: help drill virtual test check report clean defects endings bench nightly
.DEFAULT_GOAL := help

help: ## show what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The systems of which every documented alert is drilled, defects and all; the others are named: SYSTEMS=freightliner.
SYSTEMS ?= cano-collector

drill: node_modules/.ready ## set everything up and run every drill that the local environment can
	@node harness/cli/bin.js run --system $(SYSTEMS)

virtual: node_modules/.ready ## evaluate the documented rules of all systems in virtual time
	@node harness/cli/bin.js check

test: node_modules/.ready ## set everything up and pass the tests
	@vitest run --project unit

check: node_modules/.ready ## format, lint, types, dead code, import rules, unit tests
	@npm run --silent format:check
	@npm run --silent lint
	@npm run --silent types
	@npm run --silent dead
	@npm run --silent imports
	@vitest run --project unit

defects: node_modules/.ready ## show for each defect that exactly the right drills turn red
	@vitest run --project defects -t '^of ($(subst $(comma),|,$(SYSTEMS))) '

endings: node_modules/.ready ## show that an interrupted or killed run leaves nothing behind
	@vitest run --project endings

bench: node_modules/.ready ## measure the reference collector
	@npm run --silent bench:collector

nightly: node_modules/.ready ## all that takes too long for every landing: every system, every defect, every document
	@node harness/cli/bin.js run
	@vitest run --project defects --project documents

report: node_modules/.ready ## write the reports of the latest run again, from its journal
	@node harness/cli/bin.js report

clean: ## remove what was installed and written
	rm -rf node_modules reports/out coverage

node_modules/.ready: package.json package-lock.json
	@echo "installing the packages of package-lock.json, at most 5 minutes"
	@npm ci --no-progress
	@touch $@
