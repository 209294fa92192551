# The commands of the README. Python 3.11 or newer is all they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
# A file of tests stays with one process, as its fixtures are made once; the order is that of tests/conftest.py.
PARALLEL ?= -n auto --dist loadfile --no-loadscope-reorder
# Compiled when first imported: compiling what nobody imports takes as long as all the rest of installing.
INSTALLING := --quiet --disable-pip-version-check --require-hashes --no-compile
SECRETS ?= secrets
# An image's setting that would have every process, of which tests start hundreds, compile everything again.
unexport PYTHONDONTWRITEBYTECODE
CERTIFICATE := -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650

.PHONY: demo test checks suite prepare test-database chaos css messages lock secrets certificates clean

demo: $(VENV)/.installed ## Run the platform with demo content on http://127.0.0.1:8000
	@DEMO=1 $(BIN)/python manage.py demo --port $(PORT)

test: checks suite ## Run every check and test that needs no service (-j2: side by side)

checks: $(VENV)/.installed-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check . --quiet
	@DEBUG=1 $(BIN)/mypy network practices search tests
	@$(BIN)/lint-imports
	@DEBUG=1 $(BIN)/python manage.py makemigrations --check --dry-run

suite: $(VENV)/.installed-dev
	@$(BIN)/python -m pytest -q $(PARALLEL)

prepare: $(VENV)/.installed-dev ## Install what the tests need

test-database: $(VENV)/.installed-dev ## The tests of what depends on the database, on SQLite
	@$(BIN)/python -m pytest -q $(PARALLEL) tests/outbox tests/practices tests/indexing tests/finding

chaos: $(VENV)/.installed-dev ## People work while everything is killed; then all is compared (an hour; needs the services; CHAOS="--seed 1")
	@$(BIN)/python -m tests.chaos $(CHAOS)

css: ## Join the stylesheet's parts
	@DEBUG=1 $(BIN)/python -m network.web.stylesheet

messages: ## Collect texts for translation, and compile the translations (needs gettext)
	@DEBUG=1 $(BIN)/python manage.py makemessages --no-location --no-obsolete --locale pl --locale en --ignore tests --ignore var --verbosity 0
	@DEBUG=1 $(BIN)/python manage.py compilemessages --locale pl --locale en --ignore $(VENV) --verbosity 0

lock: ## Pin every dependency with its hash
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --extra meaning pyproject.toml -o requirements/base.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --extra meaning --extra production pyproject.toml -o requirements/production.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --extra meaning --extra production --group dev pyproject.toml -o requirements/dev.txt

secrets: ## Make the secrets that docker-compose.yml reads, once: what is there stays
	@mkdir -p -m 700 $(SECRETS)
	@# The folder is closed to everybody else; the files are open, because every container reads them as another user.
	@for name in secret_key metrics_token postgres_password redis_password elasticsearch_password; do \
		test -s $(SECRETS)/$$name || { head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n' > $(SECRETS)/$$name && chmod 444 $(SECRETS)/$$name; }; \
	done

certificates: $(SECRETS)/elasticsearch.crt ## Make Elasticsearch's certificate and the authority that signs it, once, for docker-compose.tls.yml

$(SECRETS)/elasticsearch.crt: | secrets
	@cd $(SECRETS) && openssl req $(CERTIFICATE) -subj /CN=siec-praktyk -addext keyUsage=critical,keyCertSign \
		-keyout elasticsearch_ca.key -out elasticsearch_ca.crt
	@cd $(SECRETS) && openssl req $(CERTIFICATE) -subj /CN=elasticsearch -CA elasticsearch_ca.crt -CAkey elasticsearch_ca.key \
		-addext basicConstraints=critical,CA:FALSE -addext subjectAltName=DNS:elasticsearch,DNS:localhost,IP:127.0.0.1 \
		-keyout elasticsearch.key -out elasticsearch.crt
	@cd $(SECRETS) && chmod 444 elasticsearch_ca.crt elasticsearch.crt elasticsearch.key

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements/base.txt | $(VENV)/bin/python
	@echo "Installing (once)..."
	@$(BIN)/python -m pip install $(INSTALLING) -r requirements/base.txt
	@touch $@

$(VENV)/.installed-dev: requirements/dev.txt | $(VENV)/bin/python
	@echo "Installing (once)..."
	@$(BIN)/python -m pip install $(INSTALLING) -r requirements/dev.txt
	@# Tests start hundreds of processes; a demo is one, which reads the dictionaries sooner than it makes them.
	@$(BIN)/python -m search.dictionaries
	@touch $@ $(VENV)/.installed

clean: ## Forget the virtual environment and everything entered
	rm -rf $(VENV) var
