"""What HSDS has no field for is told as attributes of our own, which others may pass over."""

from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings

TOPICS, ACCESS = "lotsen:topics", "lotsen:access"
KIND, SECRECY, IS_PUBLIC = "lotsen:kind", "lotsen:secrecy", "lotsen:is_public"
IS_OPEN, IS_HIDDEN, ROOM = "lotsen:is_open", "lotsen:address_is_hidden", "lotsen:room"
YES, NO = "yes", "no"


def id_of(row_id: UUID, *path: str) -> str:
    """The same id each time for what hangs on a row and has none of its own."""
    return str(uuid5(row_id, "/".join(path)))


def taxonomy_id(taxonomy: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"{settings.SITE_URL.rstrip('/')}/{taxonomy}"))


def term_id(taxonomy: str, code: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"{settings.SITE_URL.rstrip('/')}/{taxonomy}/{code}"))


def term(row_id: UUID, taxonomy: str, code: str, name: str) -> dict:
    """One code of a list of ours."""
    return {
        "id": id_of(row_id, taxonomy, code),
        "link_type": taxonomy,
        "taxonomy_term": {
            "id": term_id(taxonomy, code), "code": code, "name": name, "description": "",
            "taxonomy": taxonomy, "taxonomy_id": taxonomy_id(taxonomy),
        },
    }  # fmt: skip


def said(row_id: UUID, what: str, value: str) -> dict:
    """One thing of ours that is so, or not so."""
    return {"id": id_of(row_id, what), "link_type": what, "value": value}


def codes(attributes: list[dict], taxonomy: str) -> list[str]:
    """The codes of a list of ours that a file names, in its order."""
    terms = [one.get("taxonomy_term", {}) for one in attributes]
    return [one.get("code", "") for one in terms if one.get("taxonomy") == taxonomy]


def value(attributes: list[dict], what: str) -> str | None:
    found = [one.get("value") for one in attributes if one.get("link_type") == what]
    return found[0] if found else None


def is_own(attribute: dict) -> bool:
    return str(attribute.get("link_type")).startswith("lotsen:")


def made_for(told: dict) -> set[str]:
    """The ids of what we add to a record ourselves, when we give it out."""
    try:
        row_id = UUID(told["id"])
    except (KeyError, ValueError):
        return set()
    codes = [("language", one.get("code", "")) for one in told.get("languages", [])]
    areas = [("area", one.get("name", "").casefold()) for one in told.get("service_areas", [])]
    paths = [("phone",), ("schedule",), ("place",), ("address",), ("accessibility",)]
    return {id_of(row_id, *path) for path in (*paths, *codes, *areas)}
