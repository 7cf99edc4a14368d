#!/usr/bin/env bash
# The commands people and scripts rely on: what they print, how they end, and that they do the same work
# beside a running server.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/program.sh"
data=$(cd "$(dirname "${BASH_SOURCE[0]}")/../data" && pwd)

created=$(probity workspace create --name 'Größe & Söhne' --json)
check 'workspace create gives id and slug' contains "$created" '"slug":"'
make_workspace
check 'a token is printed' contains "$token" probity_
probity user add --workspace acme --email second@example.com --role administrator <<< 'another long password' > /dev/null
again=$(probity user add --workspace acme --email second@example.com --role member <<< 'yet another long password')
check 'adding a member who exists says so, and what changed' contains "$again" 'is a member already and was administrator in acme and is now member'
check 'and that the password was not changed' contains "$again" 'the password were not changed'
check 'the last owner stays one' equal 2 "$(status probity user add --workspace acme --email owner@example.com --role member <<< 'another long password')"
check 'a weak password is refused as wrong input' equal 2 "$(status probity user add --workspace acme --email b@example.com <<< short)"
check 'a password that many people have is refused' equal 2 "$(status probity user password --email owner@example.com <<< Password1234)"
check 'another password is set when everything else fails' contains "$(probity user password --email owner@example.com --remove-second-factor <<< 'a third long password')" 'signs in with this password alone'
check 'of nobody it is refused' equal 2 "$(status probity user password --email nobody@example.com <<< 'a third long password')"
check 'a token may be for reading alone' contains "$(probity token create --workspace acme --email owner@example.com --may read --entities contacts,companies --expires-at 2999-01-01T00:00:00Z)" probity_
check 'of kinds of records that there are' equal 1 "$(status probity token create --workspace acme --email owner@example.com --entities dragons)"
check 'and not of the past' equal 2 "$(status probity token create --workspace acme --email owner@example.com --expires-at 2001-01-01T00:00:00Z)"
check 'the networks of a workspace are opened again' contains "$(probity workspace open-networks --workspace acme)" 'from everywhere'
check 'an unknown workspace is refused' equal 1 "$(status probity token create --workspace nowhere --email owner@example.com)"
check 'an unknown command is wrong usage' equal 2 "$(status probity dance)"
check 'a missing option is wrong usage' equal 2 "$(status probity workspace create)"
check 'help is no failure' equal 0 "$(status probity --help)"
check 'global flags may stand behind the command' contains "$("$program" workspace list --json --data "$place/data")" '"slug":"acme"'

people=$(probity import --workspace acme --entity contacts --json "$data/people.csv" 2> /dev/null)
check 'all people are imported' equal 537 "$(json created <<< "$people")"
check 'none of them fails' equal 0 "$(json failed <<< "$people")"
offices=$(probity import --workspace acme --entity locations --json "$data/offices.csv" 2> /dev/null)
check 'all offices are imported' equal 1312 "$(json created <<< "$offices")"
probity export --workspace acme --entity companies --json "$place/companies.csv" > /dev/null
check 'their two organisations are made once each' equal 3 "$(wc -l < "$place/companies.csv")"
probity export --workspace acme --entity locations --format json "$place/locations.json" > /dev/null
check 'every office leads to its person' equal 1312 "$(grep --count '"contact":"' "$place/locations.json")"
probity export --workspace acme --entity notes --format json "$place/notes.json" > /dev/null
check 'columns without a field are kept in notes' contains "$(cat "$place/notes.json")" 'Full Name: '
check 'a person is found by part of a name' contains "$(probity subject find --workspace acme klobuch --json)" 'Amy Klobuchar'
check 'a file that is none is refused' equal 2 "$(status probity import --workspace acme --entity contacts "$place/nothing.csv")"
head -c 4096 /dev/urandom > "$place/binary.csv"
check 'a binary file is refused' equal 2 "$(status probity import --workspace acme --entity contacts "$place/binary.csv")"

printf 'First Name,Last Name,Email,Birthday\nAda,Lovelace,ada@example.com,1815-12-10\nBob,Broken,bob@example.com,the first of never\n' > "$place/rows.csv"
rows=$(probity import --workspace acme --entity contacts --json "$place/rows.csv" 2> /dev/null)
check 'a row that cannot be used costs only itself' equal '1 1' "$(json created <<< "$rows") $(json failed <<< "$rows")"
check 'it is kept with its reason' contains "$(cat "$(json failed_rows <<< "$rows")")" 'Bob,Broken,bob@example.com,the first of never,'
printf 'Email,Job Title\nADA@example.com,Countess\nnew@example.com,Clerk\n' > "$place/update.csv"
update=$(probity import --workspace acme --entity contacts --key email --json "$place/update.csv" 2> /dev/null)
check 'a key updates what is there and creates the rest' equal '1 1' "$(json created <<< "$update") $(json updated <<< "$update")"

printf '{"Email":"email","First Name":"last_name","Last Name":null,"Birthday":null}' > "$place/map.json"
mapped=$(probity import --workspace acme --entity contacts --map "$place/map.json" --json "$place/rows.csv" 2> /dev/null)
check 'a mapping is obeyed' equal 2 "$(json created <<< "$mapped")"

probity export --workspace acme --entity contacts "$place/contacts.csv" > /dev/null
probity workspace create --name Copy > /dev/null
back=$(probity import --workspace copy --entity contacts --json "$place/contacts.csv" 2> /dev/null)
check 'what was exported can be imported whole' equal 0 "$(json failed <<< "$back")"
probity export --workspace copy --entity contacts "$place/again.csv" > /dev/null
check 'and is the same again' equal "$(sort "$place/contacts.csv" | md5sum)" "$(sort "$place/again.csv" | md5sum)"
probity export --workspace acme --entity contacts --format vcard "$place/contacts.vcf" > /dev/null
check 'vCards are of version 4.0' equal 541 "$(grep --count '^VERSION:4.0' "$place/contacts.vcf")"
probity workspace create --name Cards > /dev/null
cards=$(probity import --workspace cards --entity contacts --json "$place/contacts.vcf" 2> /dev/null)
check 'vCards can be imported' equal '541 0' "$(json created <<< "$cards") $(json failed <<< "$cards")"

check 'the audit log holds' contains "$(probity audit verify --workspace acme --json)" '"ok":true'
check 'the model is sound' equal 0 "$(status probity model check)"
check 'doctor finds nothing' equal 0 "$(status probity doctor)"

start_server
check 'a second server on one folder is refused' equal 2 "$(status "$program" serve --data "$place/data" --listen 127.0.0.1:0)"
check 'it says why' contains "$(cat "$place/error")" 'Another Probity is working in'
check 'commands work beside the server' contains "$(probity workspace list --json)" '"slug":"acme"'
beside=$(probity import --workspace acme --entity contacts --json "$place/rows.csv" 2> /dev/null)
check 'an import works beside the server' equal 1 "$(json created <<< "$beside")"
check 'and the server sees it' contains "$(api GET 'contacts?q=lovelace')" 'Lovelace'
