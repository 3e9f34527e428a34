from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache


class NearbyCache(LocMemCache):
    """What a process knows by itself, as it is: nothing is written down to be read again.

    Only for what nobody changes: texts, numbers, frozen rows.
    """

    def make_and_validate_key(self, key, version=None):
        """A dictionary takes any name: nobody reads each of them sign by sign for memcached."""
        return self.make_key(key, version=version)

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        key = self.make_and_validate_key(key, version=version)
        with self._lock:
            is_new = self._has_expired(key)
            if is_new:
                self._set(key, value, timeout)
        return is_new

    def get(self, key, default=None, version=None):
        key = self.make_and_validate_key(key, version=version)
        with self._lock:
            if self._has_expired(key):
                return default
            self._cache.move_to_end(key, last=False)
            return self._cache[key]

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        key = self.make_and_validate_key(key, version=version)
        with self._lock:
            self._set(key, value, timeout)
