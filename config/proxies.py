import ipaddress

from django.conf import settings

ONLY_A_PROXY_SAYS = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO")


class CallerAddressMiddleware:
    """Decide once where a caller comes from, and how. Only a trusted proxy is believed about it."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.trusted = [ipaddress.ip_network(one) for one in settings.TRUSTED_PROXIES]

    def __call__(self, request):
        caller = _address(request.META.get("REMOTE_ADDR", ""))
        if not self._is_trusted(caller):
            for name in ONLY_A_PROXY_SAYS:
                request.META.pop(name, None)
        told = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        hops = [hop.strip() for hop in told.split(",") if hop.strip()]
        while hops and self._is_trusted(caller):
            caller = _address(hops.pop())
        request.META["REMOTE_ADDR"] = str(caller or "")
        return self.get_response(request)

    def _is_trusted(self, caller) -> bool:
        return caller is not None and any(caller in network for network in self.trusted)


def _address(text: str):
    """An address, or None. One of the fourth kind is that, also where it came in by the sixth:
    all of them written so would otherwise be one household.
    """
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
