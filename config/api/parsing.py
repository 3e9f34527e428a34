"""What a machine has sent, read as JSON. What cannot be read is refused; nothing breaks on it."""

import json

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class JsonParser(JSONParser):
    """Refuses what JSON's own grammar lets through and nobody can go on with."""

    def parse(self, stream, media_type=None, parser_context=None):
        try:
            told = super().parse(stream, media_type, parser_context)
            # Half a character is no text: a refusal that repeats it could not be written.
            json.dumps(told, ensure_ascii=False).encode()
        except (RecursionError, UnicodeEncodeError):  # nested deeper than anything we take
            raise ParseError from None
        return told
