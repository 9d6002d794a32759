#!/bin/sh
# Install the servers that tests deploy to and serve from, where that is possible.
#
# None is needed: a test whose server is missing is skipped, and says so. RUNLEVEL keeps what is
# installed from being started: tests start what they need, on this machine alone, and end it.
set -eu

missing=""
for pair in nginx:nginx caddy:caddy apache2:apache2 sshd:openssh-server rsync:rsync; do
    program=${pair%%:*}
    PATH="$PATH:/usr/sbin" command -v "$program" >/dev/null || missing="$missing ${pair##*:}"
done
[ -n "$missing" ] || exit 0
command -v apt-get >/dev/null || exit 0
if [ "$(id -u)" -eq 0 ]; then
    as_root=""
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    exit 0
fi
echo "Installing$missing" >&2
$as_root apt-get -qq update >&2 || exit 0
# shellcheck disable=SC2086 # names of packages, one by one
$as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -qq -y install \
    --no-install-recommends $missing >/dev/null || echo "They could not be installed" >&2
