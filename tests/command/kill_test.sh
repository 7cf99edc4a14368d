#!/usr/bin/env bash
# A program killed at any instant loses nothing that it acknowledged, and an import goes on where it was.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/program.sh"

make_workspace

# Writes from four clients at once; each notes what was acknowledged.
write_until_dead() { # NUMBER
  local count answer
  for ((count = 0; ; count++)); do
    answer=$(api POST contacts "{\"first_name\":\"Client $1\",\"last_name\":\"Number $count\"}") || return 0
    [[ $answer == *'"version":1'* ]] && printf 'Number %s\n' "$count" >> "$place/acknowledged.$1"
  done
}

for round in 1 2 3; do
  start_server
  for client in 1 2 3 4; do write_until_dead "$round$client" & done
  sleep "1.$((RANDOM % 9))"
  stop_server -KILL
  wait
  start_server
  for client in 1 2 3 4; do
    probity export --workspace acme --entity contacts --fields last_name --format csv \
      --filter "{\"field\":\"first_name\",\"value\":\"Client $round$client\"}" "$place/kept.csv" > /dev/null
    missing=$(tail -n +2 "$place/kept.csv" | tr --delete '\r' | sort | comm -13 - <(sort "$place/acknowledged.$round$client"))
    check "round $round, client $client: every acknowledged write is there" equal '' "$missing"
  done
  check "round $round: something was acknowledged" test -s "$place/acknowledged.${round}1"
  check "round $round: the audit log holds" contains "$(probity audit verify --workspace acme --json)" '"ok":true'
  stop_server
done

# An import killed in the middle.
import_rows=120000
{
  printf 'First Name,Last Name,Email,Company\n'
  for ((row = 1; row <= import_rows; row++)); do printf 'Row,%s,row%s@example.com,Firm %s\n' "$row" "$row" "$((row % 100))"; done
} > "$place/rows.csv"
probity workspace create --name Killed > /dev/null
start_server
probity import --workspace killed --entity contacts --json "$place/rows.csv" > /dev/null 2> "$place/error" &
sleep 1
stop_server -KILL
wait
check 'the command says that the import goes on' contains "$(cat "$place/error")" 'Do not import the file again'
start_server
check 'whoever imports the file again all the same is told' equal 2 "$(status probity import --workspace killed --entity contacts "$place/rows.csv")"
check 'one can wait for it' equal 0 "$(status probity imports resume --workspace killed)"
probity export --workspace killed --entity contacts --fields last_name "$place/imported.csv" > /dev/null
rows=$(($(wc -l < "$place/imported.csv") - 1))
check 'the killed import is finished after the restart' equal "$import_rows" "$rows"
check 'no row of it is there twice' equal "$import_rows" "$(tail -n +2 "$place/imported.csv" | sort --unique | wc -l)"
probity export --workspace killed --entity companies "$place/companies.csv" > /dev/null
check 'its companies are there once each' equal 101 "$(wc -l < "$place/companies.csv")"
