# make run    the whole product on this machine, with an invented town   (PORT=8000)
# make test   everything: checks, both databases, the browser
# make lint   only the checks            make format   tidy the code up
# make bench  figures, on both databases make clean    remove what was built (not the town in var/)
# make lighthouse   beside a running house: every page for residents, as a slow phone gets it

PORT ?= 8000
# A distribution's own Python is built with every optimisation; one made by hand is often not, and
# a quarter slower. So the system's is taken where it fits; PYTHON=python3.13 takes another.
FITS := import ensurepip, sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))
PYTHON ?= $(shell /usr/bin/python3 -c '$(FITS)' 2>/dev/null && echo /usr/bin/python3 || echo python3)
UV_FOLDER := build/uv
# uv from the path where it works, else one of our own beside the build: nothing is installed outside.
UV := $(shell uv --version >/dev/null 2>&1 && echo uv || echo $(UV_FOLDER)/bin/uv)
IN := .venv/bin/

.PHONY: run test lint format messages bench lighthouse clean run-env dev-env

run: run-env
	@PORT=$(PORT) DJANGO_SETTINGS_MODULE=config.settings.demo $(IN)python manage.py prepare
	@PORT=$(PORT) DJANGO_SETTINGS_MODULE=config.settings.demo exec $(IN)python manage.py serve

test: dev-env
	@sh tests/install_tools.sh
	@$(IN)python -W ignore::RuntimeWarning tests/run.py

lint: dev-env
	@$(IN)python tests/run.py checks

format: dev-env
	$(IN)ruff check --fix-only .
	$(IN)ruff format .

# Collects every text of the code into its room's catalogue, and compiles them. What is new stands
# empty or as a guess (fuzzy) in <room>/locale/sv/LC_MESSAGES/django.po: fill it in, run it again.
messages: dev-env
	@sh tests/install_tools.sh
	@set -e; for room in audit partners intake referrals config; do \
		cd $$room; \
		../$(IN)django-admin makemessages -l sv --add-location file --no-wrap --no-obsolete; \
		../$(IN)django-admin compilemessages -l sv; \
		cd ..; \
	done
	@$(IN)python -m tests.translating

bench: dev-env
	@$(IN)python -W ignore::RuntimeWarning -m tests.benchmarks

# Takes Node and Debian's Chromium; what it installs lies in build/.
lighthouse:
	@npm install --silent --no-audit --no-fund --prefix build/lighthouse lighthouse@13.5.0
	@node tests/benchmarks/lighthouse.mjs http://localhost:$(PORT)

clean:
	rm -rf build .ruff_cache .import_linter_cache .hypothesis .venv

# What the product needs, and not the tools: a town is up sooner.
run-env: $(filter-out uv,$(UV))
	@$(UV) sync --python $(PYTHON) --frozen --quiet --inexact --no-dev --extra postgres

dev-env: $(filter-out uv,$(UV))
	@$(UV) sync --python $(PYTHON) --frozen --quiet --extra postgres

$(UV_FOLDER)/bin/uv:
	$(PYTHON) -m venv $(UV_FOLDER)
	$(UV_FOLDER)/bin/pip install --quiet uv
