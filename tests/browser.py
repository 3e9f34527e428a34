"""A real browser: the system's own Chromium, headless. Nothing is ever downloaded.

Imported by tests/journeys/conftest.py; a journey marks itself with pytest.mark.browser.
"""

import os
import shutil

import pytest

# The browser's own loop runs in this thread; the database is used between its steps, never inside.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# The shell is the same browser without its windows, for a sixth less work: taken where it is.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")

# A page is looked at for a moment: what compiling its scripts costs never comes back.
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--js-flags=--no-turbofan --no-maglev",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    chromium = next(filter(None, map(shutil.which, NAMES)), None)
    assert chromium, "There is no Chromium: run tests/install_tools.sh"
    return {**browser_type_launch_args, "executable_path": chromium, "args": QUIET}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "sv-SE", "timezone_id": "Europe/Stockholm"}


@pytest.fixture
def page_without_script(browser, browser_context_args, live_server):
    """A page where JavaScript is off: everything must work there too."""
    context = browser.new_context(
        **{**browser_context_args, "base_url": live_server.url}, java_script_enabled=False
    )
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def here(page, live_server):
    """The address of the town that is being visited."""
    page.set_default_timeout(60_000)
    return live_server.url
