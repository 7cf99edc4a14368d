#!/usr/bin/env bash
# What is over its time goes, by a clock that is moved, and a run that is killed anywhere goes on where it was.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/program.sh"

mkdir "$place/policies"
cp -r "$project/policies/." "$place/policies" # never the project's own by way of a link
sed --in-place 's/  enquiries: {entity: lead, starts: updated,/  enquiries: {entity: lead, starts: updated, keep: P90D,/' "$place/policies/default.yaml"
export PROBITY_POLICIES=$place/policies
"$program" serve --test --data "$place/data" --listen 127.0.0.1:0 > "$place/server.log" 2>&1 &
server=$!
for ((tries = 0; tries < 200; tries++)); do
  grep --quiet 'http://127.0.0.1' "$place/server.log" && break
  sleep 0.05
done
stop_server -TERM
make_workspace

at() { # DURATION COMMAND...
  local duration=$1
  shift
  PROBITY_TEST_CLOCK=$duration probity "$@"
}
leads() { probity export --workspace acme --entity leads "$place/leads.csv" > /dev/null && echo $(($(wc -l < "$place/leads.csv") - 1)); }
add_leads() { # COUNT
  {
    echo 'Last Name,Email'
    for ((row = 1; row <= $1; row++)); do echo "Somebody,row$RANDOM$row@example.com"; done
  } > "$place/rows.csv"
  probity import --workspace acme --entity leads "$place/rows.csv" > /dev/null
}
# Those with a certificate since the last look.
in_ledger() {
  grep '"certified"' "$place/data/erasures/acme.jsonl" | tail --lines=+$((${ledger_lines:-0} + 1)) | grep --only-matching '"people":\[[^]]*\]' | grep --only-matching '[0-9a-f]\{8\}-[0-9a-f-]*' | sort --unique | wc -l
}
count_in() { sed --regexp-extended 's/.*"rule":"enquiries","entity":"lead","action":"remove","count":([0-9]+).*/\1/'; }

add_leads 600
check 'a day before nothing is due' contains "$(at +P89D retention preview --workspace acme --json)" '{"rule":"enquiries","entity":"lead","action":"remove","count":0}'
check 'at the end all are' contains "$(at +P90DT1M retention preview --workspace acme --json)" '{"rule":"enquiries","entity":"lead","action":"remove","count":600}'
check 'a run takes nothing before its time' contains "$(at +P89D retention run --workspace acme --json)" '"rule":"enquiries","entity":"lead","action":"remove","count":0'
check 'all are there still' equal 600 "$(leads)"

for point in retention.listed retention.some_gone:2 together.intended:2 together.gone:2 retention.summarized; do
  check "$point: the program is killed there" equal 137 "$(PROBITY_TEST_FAULT=$point PROBITY_TEST_CLOCK=+P91D status probity retention run --workspace acme)"
  check "$point: the next one finishes it and counts each once" equal 600 "$(at +P91D retention run --workspace acme --json | count_in)"
  check "$point: all are gone" equal 0 "$(leads)"
  check "$point: the ledger has each of them" equal 600 "$(in_ledger)"
  check "$point: nothing is left to do" equal 0 "$(at +P91D retention preview --workspace acme --json | count_in)"
  ledger_lines=$(grep --count '"certified"' "$place/data/erasures/acme.jsonl")
  add_leads 600
done

check 'the audit log holds' contains "$(probity audit verify --workspace acme --json)" '"ok":true'

# By itself, once the server runs.
PROBITY_TEST_CLOCK=+P92D start_server
for ((tries = 0; tries < 600; tries++)); do
  left=$(api GET 'leads?count=exact&limit=1' | json count)
  [[ $left == 0 ]] && break
  sleep 0.1
done
check 'the server does it by itself' equal 0 "$left"
