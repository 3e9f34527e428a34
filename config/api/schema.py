"""The schema names every answer, refusals too: drf-spectacular alone knows only the good ones."""

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
    "429": "Too many calls; try again later.",
    "503": "It cannot be done safely now; try again.",
}


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
    return result
