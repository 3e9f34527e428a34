"""One database's figures, as JSON on the last line. Started by tests/benchmarks/__main__.py."""

import json

import django


def main() -> None:
    django.setup()
    from tests.benchmarks import ciphers, pages, serving  # noqa: PLC0415 – after django.setup()

    found = {**pages.measure(), **serving.measure(), **ciphers.measure()}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
