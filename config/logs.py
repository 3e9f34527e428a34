import json
import logging
from datetime import UTC, datetime


class LineFormatter(logging.Formatter):
    """One JSON line: when, where, what kind of error – never its message or its variables."""

    def format(self, record):
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["where"] = _where(record.exc_info[2])
        else:
            line["message"] = record.getMessage()
        return json.dumps(line, ensure_ascii=False)


def _where(trace) -> list[str]:
    """Files and lines only: an exception's text may hold what somebody wrote."""
    found = []
    while trace is not None:
        code = trace.tb_frame.f_code
        found.append(f"{code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return found[-8:]
