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
# What an erasure leaves of a person: no row, no values, no salt; the leaves stay.
database "UPDATE history SET changes=NULL,salt=NULL,address=NULL WHERE entity='contact'; DELETE FROM contact" > /dev/null
check 'the program finds the log whole after a thousand erasures' equal 0 "$(status probity audit verify --workspace acme)"
cp "$place/data/workspaces/acme.db" "$place/log.db"
cp "$place/data/installation.key" "$place/installation.key"
cp --recursive --preserve "$place/data/checkpoints/acme" "$place/checkpoints"
probity audit key > "$place/key"
/usr/bin/python3 "$project/tests/proof/attacks.py" "$place" "$seed"
