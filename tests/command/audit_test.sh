#!/usr/bin/env bash
# The audit log on the command line: checkpoints that leave the data folder, what they find, and the export.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/program.sh"
export PROBITY_ENCRYPT=off PROBITY_CHECKPOINTS=$place/outside

audit() { probity audit "$@" --workspace acme; }
forge() { sqlite3 "$place/data/workspaces/acme.db" "$1"; }
verify() { # what the stand-alone verifier says
  probity audit export --workspace acme "$place/leaves" > /dev/null
  /usr/bin/python3 "$project/tools/verify-audit" "$place/leaves" --key "$place/key" --checkpoints "$place/outside/acme"
}

make_workspace
check 'a checkpoint is printed as it is kept' equal "$(audit checkpoint)" "$(cat "$place/data/checkpoints/acme/"*.note)"
check 'it is kept outside as well' equal "$(cat "$place/data/checkpoints/acme/"*.note)" "$(cat "$place/outside/acme/"*.note)"
check 'only its owner can read it' equal 600 "$(stat --format=%a "$place/outside/acme/"*.note)"
check 'without new entries there is no new one' contains "$(audit checkpoint --json)" '"new":false'
probity audit key > "$place/key"
check 'the key is that which lies beside them' equal "$(cat "$place/key")" "$(cat "$place/outside/probity-audit-key")"
check 'a log that nobody touched is whole' contains "$(audit verify)" 'are as they were signed'
check 'as JSON' contains "$(audit verify --json)" '"ok":true'
check 'without this program too' contains "$(verify)" 'The audit log is whole'

start_server
api POST contacts '{"last_name":"Lovelace"}' > /dev/null
check 'a command works while the server runs' contains "$(audit checkpoint)" probity/acme
check 'the API serves the same key' equal "$(cat "$place/key")" "$(curl --silent "$url/.well-known/probity-audit-key")"
check 'the server signs the log of the system by itself' equal 0 "$(
  for ((i = 0; i < 100; i++)); do [[ -n $(ls "$place/outside/system" 2> /dev/null) ]] && break; sleep 0.1; done
  status ls "$place/outside/system"
)"
stop_server -TERM
check 'there are two checkpoints now' equal 2 "$(find "$place/outside/acme" -name '*.note' | wc -l)"

# Proofs: a leaf is under the newest checkpoint, and the log only grew since the first.
audit checkpoint > /dev/null
judge() { /usr/bin/python3 "$project/tools/verify-audit" "$place/proof" --key "$place/key" --checkpoints "$place/outside/acme"; }
first=$(find "$place/outside/acme" -name '*.note' | sort | head --lines=1 | xargs head --lines=2 | tail --lines=1)
audit prove --since "$first" > "$place/proof"
check 'the log is proved to have only grown' contains "$(judge)" 'it only grew'
sed -i 's/"path":\["./"path":["z/; t; s/"root":"./"root":"0/' "$place/proof"
check 'a proof that is no proof is refused' equal 2 "$(status judge)"
audit prove --leaf 2 > "$place/proof"
check 'a leaf is proved to be in it' contains "$(judge)" 'Leaf 2 is in the log'
for change in 's/"sequence":2/"sequence":1/' 's/"operation":"[a-z]*"/"operation":"read"/' 's/"path":\["\(.\)\(.\)/"path":["\2\1/' 's/"size":\([0-9]*\)/"size":\10/' 's/"path":\["[0-9a-f]*",/"path":[/' 's,probity/acme,probity/other,'; do
  audit prove --leaf 2 | sed "$change" > "$place/changed"
  cmp --silent "$place/proof" "$place/changed" && continue
  check "a proof that was changed ($change) proves nothing" equal 1 "$(/usr/bin/python3 "$project/tools/verify-audit" "$place/changed" --key "$place/key" --checkpoints "$place/outside/acme" > /dev/null; echo $?)"
done
check 'what is not there is not proved' equal 1 "$(status audit prove --leaf 999999)"
check 'one thing is proved at a time' equal 2 "$(status audit prove)"
check 'the verifier stays short' equal 1 "$(($(wc --lines < "$project/tools/verify-audit") < 300))"

check 'a file that is no checkpoint is refused' equal 2 "$(status audit verify --checkpoint "$place/key")"
check 'a file that is not there is refused' equal 2 "$(status audit verify --checkpoint "$place/absent")"
check 'a folder without checkpoints is refused' equal 2 "$(status audit verify --checkpoint "$place/data/keys")"
check 'a folder of checkpoints is used' equal 0 "$(status audit verify --checkpoint "$place/outside/acme")"
check 'checkpoints do not go into the data folder' equal 2 "$(PROBITY_CHECKPOINTS=$place/data/checkpoints status audit verify)"
check 'an export that cannot be written is told' equal 1 "$(status probity audit export --workspace acme "$place/key/nowhere")"
check 'the verifier says so where it cannot judge' equal 2 "$(status /usr/bin/python3 "$project/tools/verify-audit" "$place/absent" --key "$place/key" --checkpoints "$place/outside/acme")"

forge "UPDATE leaf SET operation='read' WHERE sequence=3"
check 'an edited entry is found' equal 1 "$(status audit verify)"
check 'and named' contains "$(cat "$place/error")" 'leaf 3 was changed'
check 'nothing is signed any more' equal 1 "$(status audit checkpoint)"
check 'the verifier names it too' contains "$(verify)" 'Leaf 3 was edited'
