"""The schema names every answer, refusals too: drf-spectacular alone knows only the good ones."""

from intake.api import KEY, LONGEST, SHORTEST

ERROR = {
    "type": "object",
    "properties": {
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "fields": {"type": "object", "additionalProperties": True},
    },
    "required": ["code", "detail"],
}

ALWAYS = {
    "400": "What was sent is wrong.",
    "401": "No key, or one that opens nothing.",
    "403": "The key is not for this.",
    "404": "There is no such thing within reach.",
    "405": "Not done this way.",
    "406": "We only answer in JSON.",
    "409": "It cannot be done now; nothing was changed.",
    "410": "It is erased.",
    "413": "That is more than we take at a time.",
    "415": "We only take JSON.",
    "422": "The Idempotency-Key was used for another call.",
    "429": "Too many calls; try again later.",
    "503": "It cannot be done safely now; try again.",
}


ONCE = {
    "name": KEY, "in": "header",
    "schema": {"type": "string", "minLength": SHORTEST, "maxLength": LONGEST},
    "description": "A new random text for each call. Sent again with the same within 24 hours, "
    "it is done once and answered alike.",
}  # fmt: skip


def name_every_answer(result, generator, request, public):
    """Called by drf-spectacular when the schema is made."""
    result["components"].setdefault("schemas", {})["Refusal"] = ERROR
    body = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    for path in result["paths"].values():
        for operation in path.values():
            for status, description in ALWAYS.items():
                operation["responses"].setdefault(
                    status, {"description": description, "content": body}
                )
        _take_a_key(path)
    return result


def _take_a_key(path: dict) -> None:
    """Every POST does; where one is needed, the endpoint says so itself."""
    if "post" in path:
        named = path["post"].setdefault("parameters", [])
        if KEY not in [one["name"] for one in named]:
            named.append(ONCE)
