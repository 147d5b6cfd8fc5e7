# Entry points for development and operation; `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
DOTNET_FLAGS := -v q -nologo

##@ Run
.PHONY: run demo up down
run: ## Build and start everything in one process (SQLite) on http://localhost:8080
	@scripts/run.sh
demo: ## The same with sample data (12 schools, 6,000 assets, 2,000 tickets; MAT_SEED=42)
	@scripts/run.sh --demo
up: ## Start several processes with PostgreSQL, RabbitMQ and Redis (data in .run; MAT_SHAPE=grouped or distributed)
	@scripts/up.sh
down: ## Stop what make up started
	@scripts/down.sh

##@ Build
.PHONY: setup build console dev fmt openapi migrate initial-migration clean
setup: ## Install the Debian packages that tests and benchmarks need, restore .NET and npm packages
	@scripts/backends.sh install tests && scripts/backends.sh install bench
	@dotnet restore Mat.sln $(DOTNET_FLAGS)
	@. scripts/lib.sh && npm_install gateway/console && npm_install tests/browser && npm_install tests/Mat.Chart.Tests/schemas
build: ## Build the solution and the console
	@. scripts/lib.sh && locked build_console
	@dotnet build Mat.sln $(DOTNET_FLAGS)
console: ## Build only the console
	@. scripts/lib.sh && locked build_console
dev: ## Console with hot reload on :5173 against a server on :8080
	@. scripts/lib.sh && npm_install gateway/console && cd gateway/console && npm run dev
fmt: ## Format C# and the console
	@dotnet format Mat.sln whitespace --no-restore
	@cd gateway/console && npm run --silent format
openapi: ## Write the OpenAPI documents to docs/api and the console's types
	@scripts/openapi.sh
migrate: ## Add a migration: make migrate SERVICE=Tickets NAME=AddColour
	@scripts/add-migration.sh $(SERVICE) $(NAME)
initial-migration: ## Replace a service's migrations by one clean Initial (before the first release): make initial-migration SERVICE=Tickets
	@scripts/initial-migration.sh $(SERVICE)
clean: ## Remove build output and .run (not .data)
	@rm -rf artifacts gateway/console/dist .run

##@ Check
.PHONY: check lint test test-infra fuzz bench chart-lint chart-test images image-test image
check: ## Check format, analyzers, console linter and generated API documents
	@scripts/check.sh
lint: check ## Alias of check
test: ## Run every test in every shape; installs missing packages; ends with N passed, N failed
	@scripts/test.sh $(ONLY)
test-infra: ## Run only the suites that need PostgreSQL, RabbitMQ and Redis
	@scripts/test.sh postgres system
fuzz: ## Fuzz every alert format with a million inputs (MAT_FUZZ), printing the heap every 100,000
	@dotnet build tests/Mat.Alerts.Tests -c Release $(DOTNET_FLAGS)
	@MAT_FUZZ=$${MAT_FUZZ:-1000000} dotnet artifacts/bin/Mat.Alerts.Tests/release/Mat.Alerts.Tests.dll -noLogo -noColor -class '*FuzzTests'
bench: ## Measure throughput (as ratios to pgbench), start-up, memory, alerts, import
	@bench/bench.sh

##@ Deliver
chart-lint: ## Lint the Helm charts with every values file of their ci folders
	@scripts/helm.sh --lint
chart-test: ## Render the Helm charts, test the manifests, validate them against Kubernetes' schemas
	@dotnet test tests/Mat.Chart.Tests $(DOTNET_FLAGS)
images: ## Build the container image without Docker (artifacts/images/mat.tar), print its size and digest
	@scripts/images.sh build
image-test: ## Build the image twice, compare, inspect, run it read-only as its own user
	@scripts/images.sh build artifacts/images/mat.tar >/dev/null && scripts/images.sh test
image: ## Build the container image with Docker
	@docker build -f infra/Dockerfile -t mat:latest .

.PHONY: help
help:
	@awk 'BEGIN {FS = ":.*##"; printf "make <target>\n"} /^[a-zA-Z_-]+:.*##/ {printf "  %-18s %s\n", $$1, $$2} /^##@/ {printf "\n%s\n", substr($$0, 5)}' $(MAKEFILE_LIST)
