#!/usr/bin/env bash
# The copy of what is held about a person, by command: what is in it, and that others can open it.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/program.sh"
data=$(cd "$(dirname "${BASH_SOURCE[0]}")/../data" && pwd)

make_workspace
probity import --workspace acme --entity contacts --json "$data/people.csv" > /dev/null 2>&1
person=$(probity subject find --workspace acme klobuchar --json | python3 -c 'import json,sys; found=[each for each in json.load(sys.stdin) if each["entity"]=="contact"]; print("contact/" + found[0]["id"])')
copy=$place/copy.zip
said=$(probity subject export --workspace acme "$person" --output "$copy" --json)
check 'it says what it wrote' contains "$said" '"records":'
check 'it is readable by its owner alone' equal 600 "$(stat --format %a "$copy")"
entries=$(python3 -m zipfile --list "$copy")
for name in index.html data.json data.schema.json contact.vcf csv/contacts.csv; do
  check "$name is in it" contains "$entries" "$name"
done
check 'another program finds nothing wrong with it' contains "$(python3 -m zipfile --test "$copy")" 'Done testing'
mkdir "$place/open"
python3 -m zipfile --extract "$copy" "$place/open"
check 'the page tells the name' contains "$(cat "$place/open/index.html")" 'Klobuchar'
check 'the data is JSON' python3 -m json.tool "$place/open/data.json" /dev/null
check 'so is its schema' python3 -m json.tool "$place/open/data.schema.json" /dev/null
check 'the card is of version 4.0' contains "$(cat "$place/open/contact.vcf")" 'VERSION:4.0'
encrypted=$(probity subject export --workspace acme "$person" --output "$copy" --encrypted --json)
check 'an encrypted one tells its password' contains "$encrypted" '"password":"'
check 'and hides what is in it' equal 0 "$(grep --count --text Klobuchar "$copy")"
check 'nobody else is refused as such' equal 1 "$(status probity subject export --workspace acme contact/0197b7a0-1111-7222-8333-444455556666 --output "$copy")"
check 'a wrong name of a person is wrong usage' equal 2 "$(status probity subject export --workspace acme nobody --output "$copy")"
check 'a folder that is not there is wrong usage' equal 2 "$(status probity subject export --workspace acme "$person" --output "$place/none/copy.zip")"
check 'so is a life of links that is none' equal 2 "$(status probity --copy-lives P900D workspace list)"

