#!/bin/sh
# Print the path of a Chromium that starts, installing one where that is possible.
#
# $CHROMIUM wins. A candidate has to start, because some systems ship a
# `chromium-browser` that only says where to find the real one.
set -eu

find_chromium() {
    for candidate in "${CHROMIUM:-}" chromium chromium-browser google-chrome \
        "/Applications/Chromium.app/Contents/MacOS/Chromium" \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        if [ -n "$candidate" ] && "$candidate" --version >/dev/null 2>&1; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

install_chromium() {
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" -eq 0 ]; then
        as_root=""
    elif sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        return 1
    fi
    echo "Installing chromium" >&2
    $as_root apt-get -qq update >&2 || return 1
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y install chromium >/dev/null
}

find_chromium && exit
install_chromium && find_chromium && exit
echo "The browser tests need Chromium: install it, or set CHROMIUM to the path of a Chromium or Chrome." >&2
exit 1
