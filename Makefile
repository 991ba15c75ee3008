# Each target does all set-up it needs, and nothing twice.

BIN := bin/backstreet
LINT_VERSION := 2.15.0
LINT := bin/tools/golangci-lint-$(LINT_VERSION)
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)

NPM_STAMP := web/node_modules/.installed
WEB := web/dist/index.html
WEB_SOURCES := $(shell find web \( -name node_modules -o -name dist -o -name e2e -o -name test-results \
	-o -name playwright-report -o -name '*.test.ts' -o -name '*.go' \) -prune -o -type f -print)
GO_SOURCES := go.mod go.sum $(shell find . \( -name node_modules -o -name .git -o -name bin -o -name data \
	-o -name docs -o -name scripts -o -name testdata -o -path './web/*/*' \) -prune \
	-o -type f \( -name '*.go' -o -name '*.sql' -o -name '*.json' \) ! -name '*_test.go' ! -path './web/*.json' -print)

.PHONY: help setup run test build bench dev gen lint lint-go clean
.DELETE_ON_ERROR:

help: ## list the targets
	@sed -nE 's/^([a-z]+):.*## (.*)/\1\t\2/p' Makefile | expand -t 10

run: setup $(BIN) ## set up, build, and serve the demo district on http://127.0.0.1:8080
	@exec $(BIN) serve --demo --data data

test: ## set up, then every test: Go, web, browser; last line "N passed, N failed"
	@exec scripts/test

build: $(BIN) ## build bin/backstreet, with the web app in it

bench: setup $(BIN) ## run the benchmarks; BACKSTREET_BENCH_ROWS sizes the import's file, BENCH takes tiles/bench's flags
	go test -run '^$$' -bench . -benchmem ./tiles ./geo ./live
	go test -run '^$$' -bench Import -benchtime 1x -timeout 1h ./importer
	go run ./tiles/bench -write docs/performance.md $(BENCH)

dev: setup $(NPM_STAMP) ## serve with reload: the server and Vite
	@exec scripts/dev

gen: setup $(BIN) $(NPM_STAMP) ## write the generated files: OpenAPI description, web types, schema.sql
	@exec scripts/gen

lint: lint-go $(NPM_STAMP) ## check the sources without running them
	cd web && npm run --silent lint && npm run --silent check

clean: ## remove what was built and installed here; data stays
	rm -rf bin web/node_modules web/test-results web/playwright-report
	find web/dist -mindepth 1 ! -name .gitkeep -delete

setup:
	@scripts/setup

lint-go: $(LINT) $(WEB)
	$(LINT) run

# Static: it runs on any Linux. Version control is asked by git alone, which
# may fail (another user's clone); go build would make that an error.
$(BIN): $(WEB) $(GO_SOURCES)
	CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags '-s -w -X main.version=$(VERSION)' -o $@ ./cmd/backstreet

$(WEB): $(NPM_STAMP) $(WEB_SOURCES)
	cd web && npm run --silent build
	@touch $@

$(NPM_STAMP): web/package.json web/package-lock.json
	cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(LINT):
	GOBIN=$(CURDIR)/bin/tools go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v$(LINT_VERSION)
	mv bin/tools/golangci-lint $@
