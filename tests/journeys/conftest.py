from tests.browser import (
    browser_context_args,
    browser_type_launch_args,
    here,
    page_without_script,
)

__all__ = ["browser_context_args", "browser_type_launch_args", "here", "page_without_script"]
