from tests.browser import (
    browser_context_args,
    browser_type_launch_args,
    django_db_modify_db_settings,
    here,
    page_without_script,
)

__all__ = [
    "browser_context_args", "browser_type_launch_args", "django_db_modify_db_settings", "here",
    "page_without_script",
]  # fmt: skip
