#!/usr/bin/env bash
# Five thousand clients that send a little now and then and never end a request: others are served meanwhile, and the
# slow ones are let go.
set -uo pipefail
folder=$(dirname "${BASH_SOURCE[0]}")
source "$folder/../command/program.sh"
ulimit -n "$(ulimit -Hn)"
if (($(ulimit -n) < 6000)); then
  echo 'ok # SKIP fewer than 6,000 open files are allowed here'
  exit
fi
make_workspace
start_server
python3 -B "$folder/slowloris.py" "$url" "$token"
check 'the server lives' equal 200 "$(api_status GET contacts)"
