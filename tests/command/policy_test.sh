#!/usr/bin/env bash
# The policy on the command line: what is checked, what a change means, and that what is applied is what is shown.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/program.sh"
make_workspace
policies=$place/policies
cp -r "$project/policies" "$policies"
policy() { "$program" --data "$place/data" --policies "$policies" policy "$@"; }

checked=$(policy check --json 2> /dev/null)
check 'what is in force is named' contains "$checked" '"profile":"default"'
check 'each promise has a state' contains "$checked" '"id":"D1","state":"'
check 'and says what it waits for' contains "$checked" '"waiting_for":'
check 'the default is not refused' test "$(status policy check)" -ne 2
for profile in real-estate-investor small-business pay-as-you-go consultancy customer-success; do
  check "$profile can be checked" contains "$(policy check --profile "$profile" --json 2> /dev/null)" "\"profile\":\"$profile\",\"promises\":[{"
  check "$profile is not refused" test "$(status policy check --profile "$profile")" -ne 2
done
check 'an unknown profile is refused' equal 1 "$(status policy check --profile nothing)"
check 'it says which there are' contains "$(cat "$place/error")" 'default, consultancy'
check 'a profile is shown as a file' contains "$(policy show --profile small-business)" 'policy: small-business'
check 'or as JSON' contains "$(policy show --profile small-business --json)" '{"policy":"small-business"'

printf 'policy: house\nextends: default\nage: {years: 18}\nretention:\n  old-tasks: {entity: task, starts: updated, keep: P1Y, reason: Done.}\n' > "$policies/house.yaml"
difference=$(policy diff --profile house --workspace acme)
check 'a change is told in words' contains "$difference" 'The age limit is 18 instead of no age.'
check 'with what will be deleted' contains "$difference" 'Nothing is over that age'
check 'nothing was changed by asking' contains "$(policy show)" 'policy: default'
check 'it is applied' contains "$(policy apply --profile house --note 'We sell to adults' --json)" '"version":2,"profile":"house","state":"in_force"'
check 'and shown' contains "$(policy show)" 'policy: house'
check 'with its history' contains "$(policy history)" 'We sell to adults'
check 'the workspace has its own' contains "$(policy show --workspace acme)" 'policy: default'
check 'what is in force is not applied again' equal 2 "$(status policy apply --profile house)"
sed -i 's/years: 18/years: 16/' "$policies/house.yaml"
check 'a changed file changes nothing' contains "$(policy show)" 'years: 18'
check 'until it is applied' contains "$(policy apply --profile house --yes)" 'Version 3 (house) is in force.'

printf 'policy: broken\nextends: default\npurposes:\n  feedback: {may_object: false}\n  sales: {id: 1}\n' > "$policies/broken.yaml"
check 'a policy that contradicts itself is refused' equal 2 "$(status policy apply --profile broken)"
check 'with the place' contains "$(cat "$place/error")" 'broken.yaml:4: purposes.feedback.may_object:'
check 'and every reason' contains "$(cat "$place/error")" 'also that of "service"'
check 'nothing was changed' contains "$(policy history --json)" '[{"version":3,'
printf 'policy: unread\nextends: default\nretension: {}\n' > "$policies/unread.yaml"
check 'a misspelt key is told' contains "$(policy check --profile unread 2>&1)" 'did you mean "retention"?'

printf 'First Name,Last Name,Email\nAda,Lovelace,ada@example.com\n' > "$place/people.csv"
probity import --workspace acme --entity contacts --json "$place/people.csv" > /dev/null 2>&1
printf '{"change":{"wait":"P1D"}}' > "$place/overrides.json"
check 'what people must hear of wants to be confirmed' equal 2 "$(status policy apply --workspace acme --profile default --overrides "$place/overrides.json")"
check 'and nothing was changed' equal '' "$(policy history --workspace acme | grep pending)"
check 'then it waits for its time' contains "$(policy apply --workspace acme --profile default --overrides "$place/overrides.json" --yes)" 'Version 2 (default) takes effect on'
check 'and is listed as announced' contains "$(policy history --workspace acme)" 'pending'

start_server
check 'the commands work beside the server' contains "$(probity policy history --json)" '"version":3'
check 'the server shows the same' contains "$(api GET policy)" '"state":"pending"'
