# What a newcomer types. `make run` and `make test` need nothing but Go (and, for the browser journeys, npm).

SHELL := bash
export CGO_ENABLED ?= 0

GOFUMPT := bin/gofumpt-v0.12.0
STATICCHECK := bin/staticcheck-v0.8.2

# Tests of these packages write their golden files when they are given -update.
GOLDEN = $(sort $(dir $(shell grep -rl 'flag.Bool."update"' --include=*_test.go .)))

.PHONY: build run dev test test-short e2e race lint bench drill generate golden add-string clean

build: ## bin/travaux, without debug information
	go build -trimpath -ldflags='-s -w' -o bin/travaux ./cmd/travaux

run: build ## serve the worked example, on the next free port from 8080 on
	bin/travaux serve --demo --next-free-port --drain=0s

dev: ## as run, and again at every change
	scripts/dev.sh

test: ## everything, on SQLite and PostgreSQL, then in a browser; installs what is missing
	scripts/need.sh postgres xmllint
	scripts/postgres.sh run $(MAKE) --no-print-directory test-go e2e

.PHONY: test-go
test-go:
	go test -shuffle=on -timeout=12m ./...

test-short: ## the Go tests without PostgreSQL
	env -u TRAVAUX_TEST_POSTGRES_URL go test -short ./...

e2e: e2e/node_modules/.package-lock.json ## the journeys in a browser
	scripts/need.sh chromium
	scripts/postgres.sh run npm --prefix e2e test

e2e/node_modules/.package-lock.json: e2e/package-lock.json
	scripts/need.sh npm
	npm --prefix e2e ci --ignore-scripts --no-audit --no-fund
	touch $@

race: ## the Go tests under the race detector, which needs a C compiler
	scripts/need.sh postgres gcc
	CGO_ENABLED=1 scripts/postgres.sh run go test -race -timeout=40m ./...

lint: $(GOFUMPT) $(STATICCHECK) ## formatting, vet, staticcheck and the structure of the house
	@wrong=$$($(GOFUMPT) -l .); if [ -n "$$wrong" ]; then echo "to be formatted by gofumpt:"; echo "$$wrong"; exit 1; fi
	go vet ./...
	$(STATICCHECK) ./...
	go test -count=1 ./internal/house

bench: ## benchmarks on both databases
	scripts/need.sh postgres
	scripts/postgres.sh run go test -run='^$$' -bench=. -benchmem -timeout=60m ./...

drill: ## make drill NAME=mail: a promise tried for as long as it takes
	scripts/need.sh postgres
	TRAVAUX_DRILL=full scripts/postgres.sh run go test -count=1 -v -timeout=60m -run 'Drill_$(NAME)' ./...

generate: ## the API's Go from api/openapi.yaml
	go generate ./api

golden: ## accept what has changed in golden files; read the difference before you commit it
	go test $(GOLDEN) -update

add-string: ## make add-string KEY=comment.title VAL='Your comment'
	go run ./internal/i18n/addstring '$(KEY)' '$(VAL)'

clean: ## remove what was built; var/ stays
	rm -rf bin e2e/node_modules e2e/out

$(GOFUMPT):
	GOBIN=$(CURDIR)/bin/install go install mvdan.cc/gofumpt@v0.12.0
	mv bin/install/gofumpt $@

$(STATICCHECK):
	GOBIN=$(CURDIR)/bin/install go install honnef.co/go/tools/cmd/staticcheck@v0.8.2
	mv bin/install/staticcheck $@
