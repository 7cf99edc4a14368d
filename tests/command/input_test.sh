#!/usr/bin/env bash
# What people and scripts get wrong on the command line: a clear message, an exit code that tells whose
# fault it was, and nothing written.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/program.sh"
cd "$place" || exit 1

refused() { # CODE PART COMMAND...: it ends with CODE, and PART is said on standard error only
  local code=$1 part=$2
  shift 2
  check "refused: $(cut --characters=1-70 <<< "$*")" equal "$code" "$(status "$@")"
  check "said: $part" contains "$(cat error)" "$part"
  check 'nothing on standard output' equal '' "$(cat out)"
}
with_input() { # TEXT COMMAND...
  local text=$1
  shift
  printf '%b' "$text" | "$@"
}

# Names of workspaces: any that can be read, each with a path of its own.
make_workspace
refused 2 'A name is needed' probity workspace create --name ''
refused 2 'A name is needed' probity workspace create --name '   '
refused 2 'at most 200 characters' probity workspace create --name "$(printf 'x%.0s' {1..201})"
refused 2 'not valid UTF-8' probity workspace create --name $'\xff\xfe'
for name in ../../etc a/b 😀 $'two\nlines' system "'; DROP TABLE workspace;--" '<script>alert(1)</script>' --json=x CON .. . Acme; do
  created=$(probity workspace create "--name=$name" --json)
  check "a workspace may be called ${name@Q}" contains "$created" '"slug":"'
  slug=$(json slug <<< "$created")
  check 'its path is plain and its own' test -n "$(grep --extended-regexp '^[a-z0-9][a-z0-9-]*$' <<< "$slug")" -a -f "data/workspaces/$slug.db" -a "$slug" != system -a "$slug" != acme
done
check 'nothing is written beside the folder' equal 'data' "$(find . -mindepth 1 -maxdepth 1 -type d -printf '%f')"
check 'the list says them as they are' contains "$(probity workspace list --json)" "'; DROP TABLE workspace;--"

# Passwords on standard input.
add=(probity user add --workspace acme --email new@example.com)
refused 2 'Give the password on standard input' with_input '' "${add[@]}"
refused 2 'Give the password on standard input' with_input '\n' "${add[@]}"
refused 2 'at least' with_input 'short' "${add[@]}"
refused 2 'cannot be typed' with_input 'nul\0byte in a password' "${add[@]}"
refused 2 'cannot be typed' with_input '\xff\xfe not a text at all' "${add[@]}"
refused 2 'too long' with_input "$(printf 'x%.0s' {1..5000})" "${add[@]}"
check 'two hundred megabytes are refused as well' equal 2 "$(head -c 209715200 /dev/zero | tr '\0' x | "${add[@]}" > out 2> error; echo $?)"
refused 2 'no role of this name' with_input 'correct horse battery' "${add[@]}" --role king
refused 2 'not an email address' with_input 'correct horse battery' probity user add --workspace acme --email nobody
refused 1 'no such workspace' with_input 'correct horse battery' probity user add --workspace nowhere --email new@example.com
refused 1 '' probity token create --workspace acme --email new@example.com
check 'none of them became a member' equal 1 "$(probity token create --workspace acme --email new@example.com > /dev/null 2>&1; echo $?)"
check 'a password ends where its line does' equal 0 "$(with_input 'correct horse battery\r\nsecond line' "${add[@]}" > /dev/null; echo $?)"

# Mappings.
printf 'First Name,Last Name,Email\nAda,Lovelace,ada@example.com\n' > rows.csv
import=(probity import --workspace acme --entity contacts)
map() { # CODE PART TEXT
  printf '%b' "$3" > map.json
  refused "$1" "$2" "${import[@]}" --json --map map.json rows.csv
}
map 2 'JSON' '{"Email":'
map 2 'JSON object' '["Email"]'
map 2 'JSON object' 'null'
map 2 '' ''
map 2 'unicorn' '{"Email":"unicorn"}'
map 2 'Unicorn' '{"Unicorn":"email"}'
map 2 '' '{"Email":5}'
map 2 '' '{"Email":"id"}'
map 2 '' '{"Em\xffail":"email"}'
refused 2 'absent.json' "${import[@]}" --map absent.json rows.csv
refused 2 '' "${import[@]}" --map . rows.csv
refused 2 'Choose the field by which' "${import[@]}" --key unicorn rows.csv
refused 2 '' "${import[@]}" --key birthday rows.csv
refused 1 'nothing of that name' probity import --workspace acme --entity unicorns rows.csv
refused 2 'format' "${import[@]}" --format unicorn rows.csv
refused 2 'absent.csv' "${import[@]}" absent.csv
refused 2 '' "${import[@]}" .
refused 2 '' "${import[@]}" /dev/null
export=(probity export --workspace acme --entity contacts)
refused 2 'There is no folder' "${export[@]}" absent/out.csv
refused 2 '' "${export[@]}" .
refused 2 'unicorn' "${export[@]}" --fields unicorn out.csv
refused 2 'unicorn' "${export[@]}" --filter '{"field":"unicorn","value":1}' out.csv
refused 2 '' "${export[@]}" --format unicorn out.csv
check 'no file is left by a refused export' test ! -e out.csv
"${import[@]}" rows.csv > /dev/null 2>&1
check 'a full disk is told by an export' equal 1 "$(status "${export[@]}" /dev/full)"
check 'nothing was created by what was refused' equal 2 "$(probity export --workspace acme --entity contacts all.csv > /dev/null; wc -l < all.csv)"

# Reading makes no folder.
mkdir "$place/empty"
check 'a command that reads is refused where there is no data folder' equal 2 "$(cd "$place/empty" && status "$program" workspace list)"
check 'and says how to name one' contains "$(cat "$place/error")" '--data FOLDER'
check 'nothing was made' equal '' "$(ls -A "$place/empty")"
check 'a missing import file is named with its path' contains "$(probity import --workspace acme --entity contacts "$place/none/rows.csv" 2>&1)" "$place/none/rows.csv"
check 'a missing folder of an export is named' contains "$(probity export --workspace acme --entity contacts "$place/none/out.csv" 2>&1)" "There is no folder $place/none"
