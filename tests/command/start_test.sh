#!/usr/bin/env bash
# Commands and servers that start and stop at the same moment do not get in each other's way; what a kill
# left is taken up in every workspace; sample data is made once however often it is tried.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/program.sh"

make_workspace
failures=0
for ((number = 0; number < 12; number++)); do
  { probity workspace list > "$place/list.$number" 2> "$place/list.error.$number" && touch "$place/list.done.$number"; } &
  commands[number]=$!
done
wait "${commands[@]}"
check 'twelve commands at once all succeed' equal 12 "$(find "$place" -name 'list.done.*' | wc -l)"

for _ in 1 2 3; do
  "$program" serve --data "$place/data" --listen 127.0.0.1:0 > "$place/server.log" 2>&1 &
  server=$!
  for ((number = 0; number < 5; number++)); do probity workspace list > /dev/null 2>> "$place/errors" || failures=$((failures + 1)); done
  stop_server -TERM
  probity workspace list > /dev/null 2>> "$place/errors" || failures=$((failures + 1))
done
check 'commands beside a server that starts or stops all succeed' equal 0 "$failures"

start_server
kill -TERM "$server"
wait "$server"
check 'a server that is asked to stop ends well' equal 0 "$?"
server=

# A server that is stopped in the middle of a command's import.
for ((row = 1; row <= 30000; row++)); do printf 'Row,%s,row%s@example.com\n' "$row" "$row"; done | sed '1i First Name,Last Name,Email' > "$place/rows.csv"
start_server
probity import --workspace acme --entity contacts --json "$place/rows.csv" > "$place/out" 2> "$place/error" &
import=$!
until [[ $(api GET 'contacts?limit=1') == *'"last_name"'* ]]; do sleep 0.02; done
stop_server -TERM
wait "$import"
check 'a stopped import is no success' equal 1 "$?"
check 'the command says that it goes on later' contains "$(cat "$place/error")" 'goes on where it was when the server runs'
for name in One Two Three Four; do probity workspace create --name "$name" > /dev/null; done
start_server
for ((tries = 0; tries < 600; tries++)); do
  probity export --workspace acme --entity contacts --fields last_name "$place/imported.csv" > /dev/null
  (($(wc -l < "$place/imported.csv") > 30000)) && break
  sleep 0.2
done
check 'it is taken up, among other workspaces' equal 30000 "$(tail -n +2 "$place/imported.csv" | sort --unique | wc -l)"
stop_server -TERM

contacts() {
  probity export --workspace demo --entity contacts "$place/demo.csv" > /dev/null
  wc -l < "$place/demo.csv"
}
probity demo > /dev/null
whole=$(contacts)
first=$(probity demo --json)
check 'the sample is made once' equal "$whole" "$(contacts)"
check 'its sign-in stays the same' equal "$first" "$(probity demo --json)"
broken=0
for delay in 0.03 0.05 0.07 0.09 0.12; do
  rm -rf "$place/data"
  "$program" --data "$place/data" demo > /dev/null 2>&1 &
  demo=$!
  sleep "$delay"
  kill -KILL "$demo"
  wait "$demo" 2> /dev/null
  probity demo > /dev/null 2> "$place/error" || broken=$((broken + 1))
  [[ $(contacts) == "$whole" ]] || broken=$((broken + 1))
done
check 'killed anywhere in between, it is whole after the next try' equal 0 "$broken"
