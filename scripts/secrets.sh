#!/usr/bin/env bash
# Makes the secrets that docker-compose.yml mounts, in var/secrets, unless they are there. The folder is closed to
# others on this machine; the files in it are readable, since the programs in the containers have users of their own.
set -euo pipefail
cd "$(dirname "$0")/.."

random() { od -An -tx1 -N32 /dev/urandom | tr -d ' \n'; }

mkdir -p var/secrets
chmod 700 var var/secrets
umask 022
[ -e var/secrets/secret ] || random >var/secrets/secret
[ -e var/secrets/log_key ] || random >var/secrets/log_key
[ -e var/secrets/smtp_url ] || : >var/secrets/smtp_url # of the mail server, with its password; empty: mail stays in files
[ -e var/secrets/database_password ] || random >var/secrets/database_password
[ -e var/secrets/database_url ] || printf 'postgres://travaux:%s@database:5432/travaux?sslmode=disable' \
	"$(cat var/secrets/database_password)" >var/secrets/database_url
