#!/usr/bin/env bash
# Runs the worked example and starts it anew whenever a source file has changed.
set -euo pipefail

server=
stop() { if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi; }
trap stop EXIT
trap 'exit 130' INT TERM

mark=$(mktemp)
while true; do
	touch "$mark"
	if make --no-print-directory build; then
		stop
		bin/travaux serve --demo --next-free-port --drain=0s &
		server=$!
	fi
	until [ -n "$(find . -path ./var -prune -o -path ./bin -prune -o -path ./.git -prune -o -name node_modules -prune -o -type f -newer "$mark" -print -quit)" ]; do
		sleep 1
	done
done
