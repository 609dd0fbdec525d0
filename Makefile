# liasse : « make » sans rien montre ce qui existe. Le détail est dans deploy/ et docs/developpement.md.
SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
unexport PYTHONHOME PYTHONPATH VIRTUAL_ENV

BIN := .venv/bin
DEMO := .demo
CHECKED := models extractors storage flows review_ui cli tests $(if $(wildcard bench/*.py),bench)

.PHONY: help setup setup-tests demo serve test lint format bench soak soak-memory courier evaluate sample audit lock clean

help: ## montre cette aide
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: setup ## installe ce qui manque, puis traite le courrier d'exemple
	@rm -rf $(DEMO)
	@$(BIN)/liasse process sample/sac-0001.pdf sample/*.eml --assures sample/assures.csv --received-at 2025-11-05T09:12:00+01:00 \
		--data $(DEMO) --json $(DEMO)/resultat.json
	@echo
	@echo "Pour ouvrir l'application sur ces dossiers : make serve"

serve: setup ## ouvre l'application sur les dossiers de « make demo »
	@$(BIN)/liasse serve --data $(DEMO)

test: setup-tests ## lance les tests, deux à la fois (ARGS="tests/storage -k blob" pour en choisir)
	@$(BIN)/pytest $(or $(ARGS),-n 2 --dist loadfile --no-loadscope-reorder)

lint: setup ## vérifie le style, les types et les flèches entre les dossiers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy $(CHECKED)
	@$(BIN)/lint-imports --no-logo

format: setup ## met le code en forme
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: setup ## mesure la justesse et la vitesse
	@$(BIN)/python -m bench

soak: setup-tests ## plusieurs machines, tuées et coupées du réseau au hasard (root ; SOAK_ARGS="--tours 100 --reels 5 --debit")
	@$(BIN)/python -m bench.soak $(SOAK_ARGS)

soak-memory: setup ## lit un sac de 2 000 pages en surveillant la mémoire (SOAK_PAGES=2000)
	@$(BIN)/python -m bench.memory --pages $(or $(SOAK_PAGES),2000)

COURIER ?= build/courier
SPLIT ?= dev

courier: setup-tests tests/courier/node_modules ## fabrique du courrier avec sa vérité (SPLIT=train|dev|test, COURIER=dossier)
	@$(BIN)/python -m tests.courier.build --out $(COURIER)/$(SPLIT) --split $(SPLIT) --dossiers 50 --seed 2025

evaluate: setup ## mesure ce que liasse lit de ce courrier (SPLIT=dev|test)
	@$(BIN)/python -m bench.evaluate --courier $(COURIER)/$(SPLIT) \
		--html $(COURIER)/$(SPLIT).html --json $(COURIER)/$(SPLIT).json

sample: setup-tests tests/courier/node_modules ## refabrique le courrier d'exemple (sample/) ; demande npm, pour ses polices
	@$(BIN)/python -m tests.courier.make_sample

tests/courier/node_modules:
	@command -v npm >/dev/null || { echo "liasse : il manque npm, qui installe les polices du courrier : apt-get install npm"; exit 1; }
	@cd tests/courier && npm install --no-package-lock --no-audit --no-fund --silent

audit: ## examine code, licences et failles connues ; écrit la nomenclature (build/audit/sbom.json)
	@deploy/audit.sh

lock: ## refait requirements.lock (UPGRADE=1 : versions les plus récentes)
	@deploy/lock.sh

setup: ## installe ce qui manque pour lancer liasse
	@deploy/setup.sh

setup-tests: ## installe aussi ce que demandent les tests (Chromium, PostgreSQL)
	@deploy/setup.sh --tests

clean: ## efface l'environnement, la démonstration et les caches
	rm -rf .venv $(DEMO) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
