# `make run` and `make test` are all a new machine needs: Python 3.11, make and git. Each may be interrupted and repeated; nothing is done twice.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
INDEX ?= var/index
SAMPLE := data/sample/us data/sample/hairdryer
EMBEDDER := all-MiniLM-L6-v2
LLM := qwen2.5-coder-1.5b-instruct
TEST_LLM := smollm2-135m-instruct
# two workers, each with whole files of tests, so that a file's fixtures are made once
TEST_FLAGS ?= -n 2 --dist loadfile
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test test-slow bench bench-index bench-recipes lint types check format schema system clean
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

help: ## what there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/make \1	\2/' | expand -t 18

# ---------------------------------------------------------------- environment

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 run"; exit 1; }
	@echo "== virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/requirements: requirements.txt $(STAMPS)/venv
	@echo "== dependencies (torch first, by its exact pin)"
	@$(BIN)/pip install $$(grep -E '^torch==' requirements.txt)
	@$(BIN)/pip install -r requirements.txt
	@touch $@

$(STAMPS)/project: pyproject.toml $(STAMPS)/requirements
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/development: requirements-dev.txt $(STAMPS)/project
	@echo "== development tools"
	@$(BIN)/pip install -r requirements-dev.txt
	@touch $@

# ---------------------------------------------------------------- run

$(INDEX)/CURRENT: $(STAMPS)/project
	@echo "== embedding model"
	@$(BIN)/priorart models pull $(EMBEDDER)
	@echo "== index of the bundled patents"
	@$(BIN)/priorart index build $(SAMPLE) --index $(INDEX)

run: $(INDEX)/CURRENT ## set up all that is missing, then open the app on 127.0.0.1:8501
	@echo "== language model $(LLM): 1.1 GB, fetched beside the app, which answers with extracts until it is here"
	@mkdir -p var
	@$(BIN)/priorart models pull $(LLM) --quiet >var/llm-download.log 2>&1 & pull=$$!; \
	PRIORART_INDEX=$(INDEX) $(BIN)/streamlit run app.py --server.address 127.0.0.1 --server.port 8501 & app=$$!; \
	trap 'kill $$pull $$app 2>/dev/null' EXIT; trap 'exit 130' INT TERM; wait $$app

# ---------------------------------------------------------------- tests and checks

SYSTEM := chromium chromium-driver fonts-noto-cjk tesseract-ocr

system: ## the browser of the browser tests and tesseract for scans, where they are missing and may be installed
	@{ command -v chromium && command -v tesseract; } >/dev/null || { \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "== Chromium for the browser tests, tesseract for scans"; \
		apt-get update -qq && apt-get install -y -qq --no-install-recommends $(SYSTEM); \
	else \
		echo "!! Chromium or tesseract is missing: tests of pages or scans are left out. To have them: sudo apt-get install $(SYSTEM)"; \
	fi; }

$(STAMPS)/test-models: data/models.toml $(STAMPS)/project
	@echo "== models of the tests"
	@$(BIN)/priorart models pull $(EMBEDDER) $(TEST_LLM)
	@touch $@

test: $(STAMPS)/development $(STAMPS)/test-models system ## set up all that the tests need, then run them
	@$(BIN)/python -m pytest -m "not slow" $(TEST_FLAGS)

test-slow: $(STAMPS)/development $(STAMPS)/test-models system ## the long tests
	@$(BIN)/priorart models pull $(LLM)
	@$(BIN)/python -m pytest -m slow

bench: $(STAMPS)/development $(STAMPS)/test-models $(INDEX)/CURRENT ## recall and speed on the bundled patents; fails where a recipe finds less than its baseline
	@rm -rf $(foreach set,$(SAMPLE),var/bench/$(notdir $(set)))
	@$(BIN)/python -m commands.bench --index $(INDEX) --out var/bench $(SAMPLE)
	@$(BIN)/python -m commands.bench_eval --out var/bench
	@shut=0; for set in $(SAMPLE); do echo; \
		$(BIN)/priorart eval gate var/bench/$$(basename $$set) --dataset $$set --index $(INDEX) || shut=$$?; \
	done; exit $$shut

# documents for the speed, beside LangChain and for the memory; sizes of the growth. CI takes small ones.
BENCH_BUILD ?= --documents 2000 --langchain 500 --memory 2000
BENCH_SIZES ?= 10000 100000 1000000

bench-recipes: $(STAMPS)/development $(STAMPS)/test-models $(INDEX)/CURRENT ## what each step of each recipe costs, and what the recipe engine adds
	@$(BIN)/python -m commands.bench_recipes --index $(INDEX) --dataset $(firstword $(SAMPLE)) --out var/bench

bench-index: $(STAMPS)/development $(STAMPS)/test-models $(INDEX)/CURRENT ## building beside the bare encoder and LangChain, memory, filters, growth to a million passages
	@$(BIN)/python -m commands.bench_build $(BENCH_BUILD) --out var/bench $(SAMPLE)
	@$(BIN)/python -m commands.bench_index --index $(INDEX) --dataset $(firstword $(SAMPLE)) --sizes $(BENCH_SIZES) --out var/bench

lint: $(STAMPS)/development ## ruff: rules and format
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(STAMPS)/development ## mypy, strict
	@$(BIN)/mypy

check: lint types ## lint and types

format: $(STAMPS)/development ## put the code in its format
	@$(BIN)/ruff check --fix-only . && $(BIN)/ruff format .

schema: $(STAMPS)/project ## write the recipe schema anew from the table of steps
	@$(BIN)/python -m assistant.strategy.recipe_schema

clean: ## remove the environment and everything built here; models stay in the user's cache
	rm -rf $(VENV) var .pytest_cache .mypy_cache .ruff_cache .hypothesis
