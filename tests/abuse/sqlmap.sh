#!/usr/bin/env bash
# Lets sqlmap (a Debian package) loose on the main routes; by hand, for it takes minutes:
#   tests/abuse/sqlmap.sh [LEVEL [RISK]]      LEVEL 1 to 5, RISK 1 to 3; 2 and 2 where none is given
# Ends with exit code 1 if it finds anything that can be injected.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../command/program.sh"
level=${1:-2}
risk=${2:-2}
command -v sqlmap > /dev/null || apt-get install --yes --no-install-recommends sqlmap > /dev/null || exit 2

make_workspace
start_server
contact=$(api POST contacts '{"first_name":"Ada","last_name":"Lovelace","email":"ada@example.com"}' | json id)
api POST companies '{"name":"Analytical Engines"}' > /dev/null

# Each is "METHOD PATH [BODY]"; a star is where sqlmap puts what it tries, besides every parameter.
routes=(
  'GET contacts?q=ada&sort=last_name&limit=5'
  'GET contacts?fields=last_name*&count=exact*'
  'GET contacts?filter=%7B%22field%22%3A%22last_name%22%2C%22op%22%3A%22contains%22%2C%22value%22%3A%22a*%22%7D'
  'GET contacts?cursor=x*&at=0.5*'
  'GET search?q=ada'
  "GET contacts/$contact*"
  "GET contacts/$contact/timeline?limit=5*"
  'GET contacts*'
  'GET calendar?from=2026-01-01*&to=2026-12-31*'
  'GET audit?limit=5*&cursor=x*'
  'POST contacts {"first_name":"Ada*","last_name":"Byron*","email":"byron@example.com"}'
  "PATCH contacts/$contact {\"job_title\":\"Countess*\"}"
  'POST contacts/query {"filter":{"field":"last_name*","op":"eq","value":"a*"},"sort":"last_name*"}'
  'POST contacts/duplicates {"last_name":"Lovelace*","email":"ada@example.com*"}'
)
strangers=('POST session {"email":"owner@example.com*","password":"wrong*"}')

attack() { # NAME ARGUMENT...
  sqlmap --batch --ignore-stdin --flush-session --disable-coloring --output-dir "$place/sqlmap" --level "$level" --risk "$risk" --threads 2 \
    --technique BEUSQ --time-sec 2 --dbms SQLite --ignore-code '*' --header 'Content-Type: application/json' "${@:2}" > "$place/sqlmap.log" 2>&1
  if grep --quiet --extended-regexp 'is vulnerable|appears to be .*injectable|sqlmap identified the following injection' "$place/sqlmap.log"; then
    printf 'not ok %s\n' "$1"
    grep --extended-regexp 'vulnerable|injectable|Payload' "$place/sqlmap.log" | sed 's/^/# /'
    found=1
  elif grep --quiet '401 (Unauthorized)' "$place/sqlmap.log" && [[ $1 != *session* ]]; then
    printf 'not ok %s: it was not let in\n' "$1"
    found=1
  elif ! grep --quiet --extended-regexp 'do not appear to be injectable|does not seem to be injectable' "$place/sqlmap.log"; then
    printf 'not ok %s: it tried nothing\n' "$1"
    tail -n 5 "$place/sqlmap.log" | sed 's/^/# /'
    found=1
  else
    printf 'ok %s\n' "$1"
  fi
}

found=0
for route in "${routes[@]}"; do
  read -r method path body <<< "$route"
  attack "$method ${path%%\?*}${path#"${path%%\?*}"}" --method "$method" --url "$url/api/v1/$path" --header "Authorization: Bearer $token" ${body:+--data "$body"}
done
for route in "${strangers[@]}"; do
  read -r method path body <<< "$route"
  attack "$method $path" --method "$method" --url "$url/api/v1/$path" --data "$body"
done
for path in 'privacy/of/acme*' 'trust/of/acme*' 'preferences/x*' 'u/x*' 'copies/x*' 'requests/at/x*'; do attack "GET /$path" --url "$url/$path"; done
check 'nothing that was tried is a fault of the server' equal '' "$(grep ' error ' "$place/server.log" | head -n 5)"
exit "$found"
