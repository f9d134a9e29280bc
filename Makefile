# Node 24 comes with the packages; whatever Node the machine has only has to run npm.
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)
export npm_config_loglevel ?= error
export npm_config_update_notifier ?= false

.PHONY: help drill virtual documents test check static report clean defects endings bench nightly
.DEFAULT_GOAL := help

help: ## show what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Only these systems, separated by commas: SYSTEMS=freightliner.
SYSTEMS ?=
system = $(if $(SYSTEMS),--system $(SYSTEMS))

drill: virtual ## set everything up and run all that the local environment can
	@node harness/cli/bin.js run $(system)
	@node harness/cli/bin.js findings --brief
	@node harness/cli/bin.js coverage $(system) reports/out/latest
	@echo "report: $(CURDIR)/reports/out/latest/report.html"

virtual: node_modules/.ready ## evaluate the documented rules in virtual time, and the objectives over recorded data
	@node harness/cli/bin.js check
	@node harness/cli/bin.js slo

test: node_modules/.ready ## set everything up and pass the tests
	@vitest run --project unit

check: static test ## format, lint, types, dead code, import rules, unit tests

static: node_modules/.ready ## what can be told without running anything
	@npm run --silent format:check
	@npm run --silent lint
	@npm run --silent types
	@npm run --silent dead
	@npm run --silent imports

# A landing has time for these; make nightly has it for freightliner too.
landing = cano-collector,endpoint-statistics,k8s-resource-monitor
everything = $(landing),freightliner
export FIREDRILL_EVERY

defects: node_modules/.ready ## show for each defect that exactly the right drills turn red
	@vitest run --project routing
	@vitest run --project deliveries
	@vitest run --project config
	@FIREDRILL_SYSTEMS=$(or $(SYSTEMS),$(landing)) vitest run --project defects

documents: node_modules/.ready ## run what the documents say, and its corrected form
	@vitest run --project documents

endings: node_modules/.ready ## show that an interrupted or killed run leaves nothing behind
	@vitest run --project endings

bench: node_modules/.ready ## measure the reference collector, the ledger and the harness, in 6 minutes
	@npm run --silent bench

nightly: node_modules/.ready ## what takes too long for a landing: every defect of every system, and all drills in containers
	@node harness/cli/bin.js run
	@node harness/cli/bin.js coverage --require cleared reports/out/latest
	@$(MAKE) defects documents SYSTEMS=$(everything) FIREDRILL_EVERY=1
	@node harness/cli/bin.js run failover slo config hostile-input --env containers
	@vitest run --project containers --project cluster

report: node_modules/.ready ## write the reports of the latest run again, from its journal
	@node harness/cli/bin.js report

clean: ## remove what was installed and written
	rm -rf node_modules reports/out coverage

node_modules/.ready: package.json package-lock.json
	@echo "installing the packages of package-lock.json, at most 5 minutes"
	@npm ci --no-progress
	@touch $@
