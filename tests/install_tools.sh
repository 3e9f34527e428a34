#!/bin/sh
# Chromium (Debian's) for the browser tests, gettext for the catalogues, SoftHSM for the key in a
# token, ClamAV's daemon for what is attached, Java for the W3C's checker. Nothing if they are there.
set -eu

missing=""
command -v chromium-headless-shell >/dev/null 2>&1 || command -v chromium >/dev/null 2>&1 ||
    missing="chromium"
command -v msgfmt >/dev/null 2>&1 || missing="$missing gettext"
command -v softhsm2-util >/dev/null 2>&1 || missing="$missing softhsm2"
[ -x /usr/sbin/clamd ] || command -v clamd >/dev/null 2>&1 || missing="$missing clamav-daemon"
command -v java >/dev/null 2>&1 || missing="$missing default-jre-headless"
[ -z "$missing" ] && exit 0

say_so() {
    echo "The tests need:$missing. Please install them, for example with" >&2
    echo "    sudo apt-get install $missing" >&2
    exit 1
}

command -v apt-get >/dev/null 2>&1 || say_so
if [ "$(id -u)" = 0 ]; then
    as_root=""
elif sudo -n true 2>/dev/null; then
    as_root="sudo"
else
    say_so
fi

echo "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# Its shell has all that the tests use, and is quicker; not every release has it.
if apt-cache show chromium-headless-shell >/dev/null 2>&1; then
    missing=$(echo "$missing" | sed 's/^chromium/chromium-headless-shell/')
fi
# shellcheck disable=SC2086
$as_root apt-get install -y -qq --no-install-recommends $missing fonts-dejavu-core >/dev/null
