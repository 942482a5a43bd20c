# `make` lists the targets. Each recipe is what you would type by hand.

PYTHON ?= python3
# For programs that only load the settings: nothing is opened or sent.
PRETEND = COPROD_ENV=test SECRET_KEY=not-a-secret-0123456789-0123456789-0123456789-0123456789 SITE_URL=http://127.0.0.1:8000 DATABASE_URL=postgres:///none
PRODUCTION = COPROD_ENV=production SECRET_KEY=$$(.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(60))') SITE_URL=https://www.example.org \
	DATABASE_URL=postgres:///none EMAIL_HOST=mail.example.org DEFAULT_FROM_EMAIL=hello@example.org TRUSTED_PROXIES=1

.DEFAULT_GOAL := help
.PHONY: help run test test-faults bench bench-servers check check-types check-html check-settings fix lock clean reset local dev

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1	\2/p' Makefile | expand -t 20

run: local ## run the site on http://127.0.0.1:8000 (PORT=8001 another, DEBUG=1 with tracebacks and reload)
	@exec .venv/bin/python -m coprod.local run

test: dev ## run every test, the browser tests too
	@.venv/bin/python tests/chromium.py
	.venv/bin/python -m pytest -n logical --dist loadgroup --max-worker-restart 0

test-faults: dev ## kill and starve the running site on purpose: web server, PostgreSQL and mail (minutes)
	.venv/bin/python -m pytest tests/faults -p no:randomly

bench: dev ## measure every kind of page and write docs/performance.md (an hour; needs wrk and a quiet machine)
	.venv/bin/python -m tests.bench $(if $(SERVER),--server "$(SERVER)")

bench-servers: dev ## measure the web servers that could serve the site
	.venv/bin/python -m tests.bench.choosing

check: dev ## format, lint, types, templates, migrations, deployment settings, HTML
	.venv/bin/ruff format --check
	.venv/bin/ruff check
	find templates -name '*.html' -exec .venv/bin/djade --check {} +
	@$(MAKE) --no-print-directory --jobs 2 check-types check-html check-settings

# What takes longest, side by side.
check-types:
	$(PRETEND) .venv/bin/mypy

check-html:
	.venv/bin/python -m tests.html_validity

check-settings:
	.venv/bin/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) .venv/bin/python manage.py check --deploy --fail-level WARNING

fix: dev ## format and mend what a program can mend
	.venv/bin/ruff check --fix --exit-zero
	.venv/bin/ruff format
	find templates -name '*.html' -exec .venv/bin/djade {} +

COMPILE = uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-annotate --no-header pyproject.toml
lock: ## pin the packages of pyproject.toml with their hashes (needs uv; UPGRADE=1 for newer ones)
	$(COMPILE) $(if $(UPGRADE),--upgrade) -o requirements.txt
	$(COMPILE) $(if $(UPGRADE),--upgrade) --extra local -c requirements.txt -o requirements-local.txt
	$(COMPILE) $(if $(UPGRADE),--upgrade) --extra dev --extra local -c requirements.txt -o requirements-dev.txt

reset: local ## forget this machine's database, pictures and mail; the next `make run` starts afresh
	@.venv/bin/python -m coprod.local reset

clean: ## remove the virtual environment and what tools left (the database stays: see reset)
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis test-results node_modules

local:
	@$(PYTHON) -m coprod.local.packages requirements-local.txt

dev:
	@$(PYTHON) -m coprod.local.packages requirements-dev.txt
