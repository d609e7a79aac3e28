#!/usr/bin/env bash
# Makes internal/names/data/confusables.txt of Unicode's confusables.txt (UTS #39), which is read from standard input:
#   scripts/confusables.sh < confusables.txt > internal/names/data/confusables.txt
# One line a prototype: its code points, then all that look like it; hexadecimal, without leading zeros.
set -euo pipefail
LC_ALL=C awk -F';' '
  /^[^0-9A-Fa-f]/ || NF < 2 { next }
  {
    gsub(/[ \t]+$/, "", $1); gsub(/^[ \t]+|[ \t]+$/, "", $1); gsub(/^[ \t]+|[ \t]+$/, "", $2)
    if (split($1, one, " ") != 1) next
    n = split($2, points, " "); to = ""
    for (i = 1; i <= n; i++) { sub(/^0+/, "", points[i]); to = to (i > 1 ? " " : "") points[i] }
    from = $1; sub(/^0+/, "", from)
    likes[to] = likes[to] " " from
  }
  END { for (to in likes) print to ";" substr(likes[to], 2) }' | LC_ALL=C sort
