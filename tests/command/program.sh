# shellcheck shell=bash
# What the tests of the command line share: the program on a data folder of its own, and checks that
# print one line each.
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
program=${PROBITY_BINARY:-$project/build/probity}
place=$(mktemp -d)
server=
trap 'stop_server; rm -rf "$place"' EXIT

probity() { "$program" --data "$place/data" "$@"; }

check() { # NAME COMMAND...
  local name=$1
  shift
  if "$@" > "$place/check" 2>&1; then
    printf 'ok %s\n' "$name"
  else
    printf 'not ok %s\n' "$name"
    sed 's/^/# /' "$place/check"
  fi
}

equal() { # EXPECTED ACTUAL
  [[ $1 == "$2" ]] || {
    printf 'expected: %s\nbut was:  %s\n' "$1" "$2"
    return 1
  }
}

contains() { # TEXT PART
  [[ $1 == *"$2"* ]] || {
    printf 'no "%s" in: %s\n' "$2" "$1"
    return 1
  }
}

# json NAME: a text or number member of a flat JSON document on standard input.
json() { sed --regexp-extended --quiet "s/.*\"$1\":\"?([^\",}]*).*/\1/p" | head -n 1; }

# status COMMAND...: its exit code.
status() {
  "$@" > "$place/out" 2> "$place/error" < /dev/null
  echo $?
}

# A workspace "acme" with an owner; sets $token.
make_workspace() {
  probity workspace create --name Acme --json > /dev/null
  printf 'correct horse battery staple' | probity user add --workspace acme --email owner@example.com --role owner --json > /dev/null
  token=$(probity token create --workspace acme --email owner@example.com --json | json token)
}

# Starts the server on a free port; sets $server and $url.
start_server() {
  : > "$place/server.log"
  "$program" serve --data "$place/data" --listen 127.0.0.1:0 > "$place/server.log" 2>&1 &
  server=$!
  local tries
  for ((tries = 0; tries < 200; tries++)); do
    url=$(grep --only-matching 'http://127.0.0.1:[0-9]*' "$place/server.log" | head -n 1)
    [[ -n $url ]] && return
    sleep 0.05
  done
  cat "$place/server.log" >&2
  return 1
}

stop_server() {
  [[ -n $server ]] || return 0
  kill "${1:--TERM}" "$server" 2> /dev/null
  wait "$server" 2> /dev/null
  server=
}

api() { # METHOD PATH [BODY]
  curl --silent --request "$1" --header "Authorization: Bearer $token" --header 'Content-Type: application/json' \
    ${3:+--data "$3"} "$url/api/v1/$2"
}

# What the server answers to a request: the status alone.
api_status() { # METHOD PATH [BODY]
  curl --silent --output /dev/null --write-out '%{http_code}' --request "$1" --header "Authorization: Bearer $token" \
    --header 'Content-Type: application/json' ${3:+--data "$3"} "$url/api/v1/$2"
}
