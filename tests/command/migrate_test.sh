#!/usr/bin/env bash
# A changed model meets stored data: what only adds is done at once, what takes away only when it was shown
# and asked for, and it can be taken back without losing what was written since.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/program.sh"
older=$project/model
newer=$place/newer
cp -r "$older" "$newer"
sed -i '/^  job_title:/d; s/^  description: {id: 24,/  about: {id: 24,/
        s/^  rating: {id: 22,/  nickname: {id: 9001, type: text, max: 80, category: user.name, purposes: [service]}\n&/' "$newer/contact.yaml"
sed -i 's/job_title, //g; s/description/about/g' "$newer/layouts/contact.yaml"

contacts() { # MODEL FIELDS: their values, one line a contact
  probity --model "$1" export --workspace acme --entity contacts --fields "$2" "$place/contacts.csv" > /dev/null
  tail -n +2 "$place/contacts.csv" | tr --delete '\r' | sort
}
add() { # MODEL HEADER ROW...
  printf '%s\n' "${@:2}" > "$place/rows.csv"
  probity --model "$1" import --workspace acme --entity contacts "$place/rows.csv" > /dev/null 2>&1
}

probity workspace create --name Acme > /dev/null
add "$older" 'First Name,Last Name,Job Title,Description' 'Ada,Lovelace,Countess,Poet' 'Bob,Builder,,Builds'
check 'the changed model is sound' equal 0 "$(status probity --model "$newer" model check)"

shown=$(probity --model "$newer" migrate 2> "$place/error")
check 'what would go is shown, with how many values' contains "$shown" 'acme: would drop the column contact.job_title with its values in 1 row'
check 'how to do it is said' contains "$(cat "$place/error")" '--allow-loss'
check 'and as JSON' contains "$(probity --model "$newer" migrate --json)" '"done":false,"steps":[{"what":"drop the column contact.job_title'
check 'a renamed field keeps its values, an added one is empty' equal $'Builder,Builds,\nLovelace,Poet,' "$(contacts "$newer" last_name,about,nickname)"
check 'showing took nothing away' equal $'Builder,,Builds\nLovelace,Countess,Poet' "$(contacts "$older" last_name,job_title,description)"

dropped=$(probity --model "$newer" migrate --allow-loss)
check 'asked for, it goes' contains "$dropped" 'acme: drop the column contact.job_title'
check 'a second time there is nothing to do' contains "$(probity --model "$newer" migrate)" 'acme: nothing to do.'
add "$newer" 'First Name,Last Name,Nickname,About' 'Cy,Later,Cece,Written since'

check 'the older model no longer fits' equal 2 "$(status probity --model "$older" export --workspace acme --entity contacts "$place/none.csv")"
check 'it is said how to go back' contains "$(cat "$place/error")" 'migrate --undo'
back=$(probity --model "$older" migrate --undo)
check 'the migration is taken back, under the older model' contains "$back" 'acme: took back: the column contact.job_title is back with its values in 1 row'
check 'the making of the system is not' contains "$back" 'system: nothing to undo.'
check 'what was dropped is there again, and what was written since' equal $'Builder,,Builds\nLater,,Written since\nLovelace,Countess,Poet' \
  "$(contacts "$older" last_name,job_title,description)"
check 'a field that only the newer model has keeps its values' equal $'Builder,\nLater,Cece\nLovelace,' "$(contacts "$newer" last_name,nickname)"
check 'the audit log holds' contains "$(probity audit verify --workspace acme --json)" '"ok":true'
probity workspace create --name Fresh > /dev/null
check 'a workspace that was never migrated has nothing to take back' equal 0 "$(status probity migrate --undo --workspace fresh)"
check 'and says so' contains "$(cat "$place/error")" 'There is nothing to undo'
probity --model "$newer" migrate --allow-loss --workspace fresh > /dev/null
back=$(probity --model "$older" migrate --undo)
check 'what was done in one workspace is taken back there' contains "$back" 'fresh: took back: the column contact.job_title is back'
check 'and nowhere else' contains "$back" 'acme: nothing to undo.'
check 'migrating an unknown workspace is refused' equal 1 "$(status probity migrate --workspace nowhere)"

# Beside a running server, which goes on with its own model.
export PROBITY_MODEL=$newer
start_server
check 'beside the server it shows the same' contains "$(probity migrate)" 'would drop the column contact.job_title'
check 'beside the server it is done' contains "$(probity migrate --allow-loss)" 'drop the column contact.job_title'
check 'beside the server it is taken back' contains "$(probity migrate --undo)" 'took back: the column contact.job_title is back'
check 'and the server goes on' equal $'Builder,\nLater,Cece\nLovelace,' "$(contacts "$newer" last_name,nickname)"
