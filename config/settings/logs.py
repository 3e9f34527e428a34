"""What the processes write of themselves: kinds and places, never words."""

# Addresses, paths with codes and people's words stay out: no request line is ever logged here.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "config.logs.LineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"handlers": ["console"], "level": "CRITICAL", "propagate": False},
        "django.security": {"handlers": ["console"], "level": "CRITICAL", "propagate": False},
        # At DEBUG it would write down what a picture says of itself.
        "PIL": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "pikepdf": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        # They would write down which letters a paper holds.
        "fontTools": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "fpdf": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "fido2": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
