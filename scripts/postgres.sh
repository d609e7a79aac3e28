#!/usr/bin/env bash
# A throw-away PostgreSQL for tests: a server of its own in a temporary folder, on a free port of loopback, with a
# random password. It is durable like a real one, since the program refuses a server that is not.
#
#   postgres.sh run COMMAND...   runs a command with TRAVAUX_TEST_POSTGRES_URL set; starts a server unless it is
#                                set already, and stops it whatever becomes of the command
#   postgres.sh start            starts a server and prints its folder and its URL, one a line
#   postgres.sh stop FOLDER      stops the server that start made in the folder, and removes the folder
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin # runuser

fail() { echo "postgres.sh: $*" >&2; exit 1; }

# PostgreSQL refuses to run as root; then it runs as the user that its package makes.
as_owner() {
	if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

bin() {
	local dir
	for dir in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) "$(dirname "$(command -v initdb || echo /none/initdb)")"; do
		if [ -x "$dir/initdb" ] && [ -x "$dir/pg_ctl" ]; then echo "$dir"; return; fi
	done
	fail "PostgreSQL is not installed: apt-get install postgresql"
}

start() {
	local bin dir password port
	bin=$(bin)
	dir=$(mktemp -d "${TMPDIR:-/tmp}/travaux-postgres.XXXXXX")
	password=$(od -An -tx1 -N16 /dev/urandom | tr -d ' \n')
	(umask 077; echo "$password" >"$dir/password")
	if [ "$(id -u)" = 0 ]; then chown -R postgres "$dir"; fi
	cd "$dir" # the owner may not read where we are
	as_owner "$bin/initdb" --pgdata="$dir/data" --username=postgres --pwfile="$dir/password" --auth=scram-sha-256 \
		--no-sync --encoding=UTF8 --locale=C.UTF-8 >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; rm -rf "$dir"; fail "initdb"; }
	for _ in $(seq 20); do
		port=$((20000 + RANDOM % 30000))
		if as_owner "$bin/pg_ctl" --pgdata="$dir/data" --log="$dir/log" --wait --timeout=60 --silent --options="-p $port \
			-c listen_addresses=127.0.0.1 -c unix_socket_directories=$dir -c fsync=on -c max_connections=300" \
			start >/dev/null 2>&1 </dev/null; then
			echo "$dir"
			echo "postgres://postgres:$password@127.0.0.1:$port/postgres?sslmode=disable"
			return
		fi
		grep -q "Address already in use" "$dir/log" || break
		: >"$dir/log"
	done
	cat "$dir/log" >&2
	rm -rf "$dir"
	fail "the server did not start"
}

stop() {
	[ -f "$1/password" ] && [ -d "$1/data" ] || fail "$1 was not made by start"
	(cd "$1" && as_owner "$(bin)/pg_ctl" --pgdata="$1/data" --mode=immediate --silent stop >/dev/null) || true # ended already
	rm -rf "$1"
}

run() {
	[ $# -gt 0 ] || fail "run what?"
	if [ -n "${TRAVAUX_TEST_POSTGRES_URL:-}" ]; then exec "$@"; fi
	local made
	made=$(start)
	folder=$(head -n 1 <<<"$made")
	trap 'stop "$folder"' EXIT
	trap 'exit 130' INT TERM
	TRAVAUX_TEST_POSTGRES_URL=$(tail -n 1 <<<"$made") "$@"
}

case "${1:-}" in
start) start ;;
stop) stop "${2:-}" ;;
run) shift; run "$@" ;;
*) fail "start, stop FOLDER, or run COMMAND..." ;;
esac
