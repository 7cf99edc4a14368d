#!/usr/bin/env bash
# An audit log is attacked in every way that whoever runs the machine has, and the stand-alone verifier finds each
# against the checkpoints, after a thousand people were erased.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../command/program.sh"
export PROBITY_ENCRYPT=off
seed=${PROBITY_TEST_SEED:-$RANDOM}
echo "# PROBITY_TEST_SEED=$seed draws the same places again"

checkpoint() { probity audit checkpoint --workspace acme > /dev/null; }
database() { sqlite3 "$place/data/workspaces/acme.db" "$1"; }

make_workspace
checkpoint
{
  echo 'Last name,Email'
  for ((i = 0; i < 1000; i++)); do echo "Person$i,person$i@example.com"; done
} > "$place/people.csv"
probity import --workspace acme --entity contacts "$place/people.csv" > /dev/null 2>&1
checkpoint
{
  echo 'Email,Job title'
  for ((i = 0; i < 1000; i++)); do echo "person$i@example.com,Countess"; done
} > "$place/titles.csv"
probity import --workspace acme --entity contacts --key email "$place/titles.csv" > /dev/null 2>&1
checkpoint
check 'the histories hold what changed' equal 1000 "$(database "SELECT count(*) FROM history WHERE entity='contact' AND changes LIKE '%Countess%'")"
# Each through the API, as an administrator would.
ask_for_erasures() {
  local id
  while read -r id; do
    printf 'next\nurl = "%s/api/v1/erasures"\nheader = "Authorization: Bearer %s"\nheader = "Content-Type: application/json"\n' "$url" "$token"
    printf 'header = "Probity-Purpose: legal_obligation"\noutput = /dev/null\nwrite-out = "%%{http_code}\\n"\n'
    printf 'data = "{\\"entity\\":\\"contacts\\",\\"id\\":\\"%s\\",\\"ground\\":\\"request\\"}"\n' "$id"
  done < "$place/ids" | tail --lines=+2 > "$place/erasures"
  curl --silent --config "$place/erasures"
}
certified() {
  curl --silent --get --header "Authorization: Bearer $token" --header 'Probity-Purpose: legal_obligation' --data-urlencode 'filter={"field":"state","op":"eq","value":"certified"}' \
    "$url/api/v1/erasures?count=exact&limit=1" | json count
}
until_certified() {
  local tries
  for ((tries = 0; tries < 400; tries++)); do
    [[ $(certified) == 1000 ]] && return
    sleep 1
  done
  echo "certified: $(certified)"
  return 1
}
database "SELECT lower(substr(h,1,8)||'-'||substr(h,9,4)||'-'||substr(h,13,4)||'-'||substr(h,17,4)||'-'||substr(h,21)) FROM (SELECT hex(_id) AS h FROM contact)" > "$place/ids"
start_server
check 'a thousand erasures begin' equal "1000 202" "$(ask_for_erasures | sort | uniq --count | xargs)"
check 'and are certified' until_certified
stop_server -TERM
check 'no person is left, nor what changed of them' equal '0 0' "$(database "SELECT (SELECT count(*) FROM contact), (SELECT count(*) FROM history WHERE changes LIKE '%Countess%')" | tr '|' ' ')"
check 'the program finds the log whole after a thousand erasures' equal 0 "$(status probity audit verify --workspace acme)"
checkpoint
probity audit prove --workspace acme --leaf 700 > "$place/leaf.proof"
probity audit key > "$place/key"
check 'a leaf about somebody who was erased is proved still' contains "$(/usr/bin/python3 "$project/tools/verify-audit" "$place/leaf.proof" --key "$place/key" --checkpoints "$place/data/checkpoints/acme")" 'Leaf 700 is in the log'
cp "$place/data/workspaces/acme.db" "$place/log.db"
cp "$place/data/installation.key" "$place/data/keys/secret.sealed" "$place"
cp --recursive --preserve "$place/data/checkpoints/acme" "$place/checkpoints"
probity audit key > "$place/key"
/usr/bin/python3 "$project/tests/proof/attacks.py" "$place" "$seed"
