"""What browsers are told and what they keep: headers and cookies. No value from outside."""

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SECURE_CONTENT_TYPE_NOSNIFF = True
# "no-referrer" makes the browser send "Origin: null", and every form fails.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SESSION_COOKIE_NAME = "__Host-lotsen"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_AGE = None  # gone with the browser: nothing tells who has been in a mailbox
LANGUAGE_COOKIE_NAME = "__Host-language"
MAILBOX_COOKIE_NAME, LINK_COOKIE_NAME = "__Host-mailbox", "__Host-link"
MAILBOX_MINUTES, LINK_MINUTES = 30, 20
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "config.keeping.stale"
