#!/usr/bin/env bash
# Installs what tests need and is missing, on a Debian machine as root; anybody else is told what to install.
#
#   need.sh postgres|chromium|npm|gcc|xmllint...
set -euo pipefail

there() {
	case "$1" in
	postgres) compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || command -v initdb >/dev/null ;;
	*) command -v "$1" >/dev/null ;;
	esac
}

package() {
	case "$1" in
	postgres) echo postgresql ;;
	gcc) echo gcc libc6-dev ;;
	xmllint) echo libxml2-utils ;;
	*) echo "$1" ;;
	esac
}

missing=()
for what in "$@"; do
	there "$what" || missing+=($(package "$what"))
done
if [ ${#missing[@]} = 0 ]; then exit 0; fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
	echo "need.sh: please install: ${missing[*]}" >&2
	exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
