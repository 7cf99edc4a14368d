#!/usr/bin/env bash
# Consent on the command line and through a real socket: recorded, explained, withdrawn by one click.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/program.sh"

consent() { probity consent "$@" --workspace acme; }

make_workspace
printf 'Last name,Email\nLovelace,ada@example.com\n' > "$place/people.csv"
probity import --workspace acme --entity contacts "$place/people.csv" > /dev/null 2>&1
check 'before anything was said the answer is no' contains "$(consent why ada@example.com marketing --channel email)" 'No. "Marketing messages" by email needs the person'
check 'and says that nothing was said' contains "$(consent why ada@example.com marketing --channel email)" 'Nothing was ever recorded'
check 'a service letter needs no agreement' contains "$(consent why ada@example.com service --channel email)" 'Yes.'
check 'an agreement is recorded' equal 0 "$(status consent record ada@example.com marketing given --channel email --source 'Fair in Hanover' --method form --at 2026-01-31T10:00:00Z)"
check 'why answers with the chain' contains "$(consent why ada@example.com marketing --channel email)" '2026-01-31T10:00:00Z: the person has agreed (form, Fair in Hanover)'
check 'and as JSON' contains "$(consent why ada@example.com marketing --channel email --json)" '"allowed":true'
id=$(consent list ada@example.com --json | json id)
check 'the list has the event' equal 36 "${#id}"
check 'what has no source proves nothing' equal 2 "$(status consent record ada@example.com marketing given --channel email)"
check 'the future proves nothing' equal 2 "$(status consent record ada@example.com marketing given --channel email --source Letter --at 2126-01-01T00:00:00Z)"
check 'an unknown purpose is refused' equal 2 "$(status consent why ada@example.com gossip)"
check 'nobody is nobody' equal 1 "$(status consent why nobody@example.com marketing)"
person=$(probity subject find --workspace acme lovelace --json | json id)
check 'a person is named by entity and id too' contains "$(consent why "contact/$person" marketing --channel email)" 'Yes.'

printf 'person,purpose,channel,state,at,source\nada@example.com,marketing,phone,given,2025-05-01T10:00:00Z,Letter\nada@example.com,marketing,post,given,,Letter\n' > "$place/consents.csv"
printf '{"person":"person","purpose":"purpose","channel":"channel","state":"state","at":"at","source":"source"}' > "$place/map.json"
file=$(probity import --workspace acme --entity consents --map "$place/map.json" --json "$place/consents.csv" 2> /dev/null)
check 'consents are imported with their proof alone' equal '1 1' "$(json created <<< "$file") $(json failed <<< "$file")"

start_server
check 'a page of an unknown link is a page' contains "$(curl --silent "$url/preferences/acme.nothing")" 'This link leads nowhere'
check 'one click on an unknown link is not found' equal 404 "$(curl --silent --output /dev/null --write-out '%{http_code}' --data 'List-Unsubscribe=One-Click' "$url/u/acme.nothing")"
check 'why answers beside a running server' contains "$(consent why ada@example.com marketing --channel email)" 'Yes.'
check 'a withdrawal counts at once' equal 201 "$(api_status POST "contacts/$person/consents" '{"purpose":"marketing","channel":"email","state":"withdrawn","source":"Phone call"}')"
check 'and is the answer' contains "$(consent why ada@example.com marketing --channel email)" 'No.'
check 'its address is on the suppression list' contains "$(api POST suppression_list/check '{"address":"ADA@example.com"}')" '"suppressed":true'
printf 'Last Name,Email\nAgain,ADA@example.com\nNew,new@example.org\n' > "$place/people.csv"
check 'an import says that one of its addresses is on it' contains "$(probity import --workspace acme --entity contacts "$place/people.csv")" '1 with an address that is on the suppression list'
check 'also to programs' contains "$(probity import --json --workspace acme --entity contacts "$place/people.csv")" '"suppressed":1'
check 'no log holds the address' equal 0 "$(grep --count 'ada@example' "$place/server.log")"
stop_server -TERM
