import ipaddress

from django.conf import settings


class CallerAddressMiddleware:
    """Decide once where a caller comes from. Only a trusted proxy is believed about it."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.trusted = [ipaddress.ip_network(one) for one in settings.TRUSTED_PROXIES]

    def __call__(self, request):
        caller = request.META.get("REMOTE_ADDR", "")
        told = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        hops = [hop.strip() for hop in told.split(",") if hop.strip()]
        while hops and self._is_trusted(caller):
            caller = hops.pop()
        request.META["REMOTE_ADDR"] = caller if _is_address(caller) else ""
        return self.get_response(request)

    def _is_trusted(self, caller: str) -> bool:
        if not _is_address(caller):
            return False
        return any(ipaddress.ip_address(caller) in network for network in self.trusted)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
