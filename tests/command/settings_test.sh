#!/usr/bin/env bash
# Every option can be given on the command line (global ones before or behind the command), in the environment
# and in probity.toml; what stands nearer to the command wins. Beside a server it is the caller's that count.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/program.sh"
cd "$place" || exit 1
printf 'First Name,Last Name,Email\nAda,Lovelace,ada@example.com\n' > rows.csv
printf '{"First Name":"last_name","Last Name":null}' > map.json

# Where each option stands, as the help says: every one names its variable.
missing=$("$program" --help-all | grep --extended-regexp '^ +--[a-z]' | grep --extended-regexp --invert-match -- '--(help|help-all)\b' | grep --invert-match '(Env:PROBITY_')
check 'every option names its variable' equal '' "$missing"

check 'a global flag before the command' equal 0 "$(status "$program" --data "$place/data" workspace create --name Acme)"
check 'a global flag behind the command' equal 0 "$(status "$program" workspace list --data "$place/data")"
check 'a global flag between its words' equal 0 "$(status "$program" workspace --data "$place/data" list)"

# OPTION VALUE COMMAND...: as a variable and as a line of the file, the option does what it does as a flag.
export PROBITY_DATA=$place/data
while IFS='|' read -r variable section line value words expected; do
  # shellcheck disable=SC2086 # several words
  check "$variable in the environment" contains "$(env "$variable=$value" "$program" $words 2>&1 < /dev/null)" "$expected"
  printf '%s%s = "%s"\n' "${section:+[$section]$'\n'}" "$line" "$value" > probity.toml
  # shellcheck disable=SC2086
  check "$line in probity.toml" contains "$("$program" $words 2>&1 < /dev/null)" "$expected"
  rm probity.toml
done << TABLE
PROBITY_JSON||json|true|workspace list|"slug":"acme"
PROBITY_MODEL||model|$place/nothing|model check|$place/nothing
PROBITY_POLICIES||policies|$place/nothing|model check|$place/nothing
PROBITY_ENCRYPT||encrypt|off|workspace list|made with encryption
PROBITY_ENCRYPT||encrypt|perhaps|workspace list|perhaps
PROBITY_DATABASE||database|nonsense://|workspace list|database cannot be reached
PROBITY_PUBLIC_URL||public-url|nonsense|workspace list|--public-url is
PROBITY_SMTP||smtp|nonsense|workspace list|--smtp is
PROBITY_MAIL_FROM||mail-from|nonsense|workspace list|--mail-from is
PROBITY_MAIL_KEEP_TRYING||mail-keep-trying|nonsense|workspace list|--mail-keep-trying is
PROBITY_SMTP_PASSWORD_FILE||smtp-password-file|absent|--smtp smtp://crm@localhost workspace list|cannot be read from absent
PROBITY_SMTP_AUTHORITIES||smtp-authorities|absent|--smtp smtp://localhost --mail-from a@example.org workspace list|no file of certificate authorities at absent
PROBITY_SECURITY_CONTACT||security-contact|nonsense|workspace list|--security-contact is
PROBITY_SECURITY_POLICY||security-policy|nonsense|workspace list|--security-policy is
PROBITY_SECURITY_TXT||security-txt|absent|workspace list|cannot be read: absent
PROBITY_LISTEN|serve|listen|nonsense|serve|--listen is HOST:PORT
PROBITY_CERTIFICATE|serve|certificate|x.pem|serve --listen 127.0.0.1:0|--certificate and --key go together
PROBITY_KEY|serve|key|x.pem|serve --listen 127.0.0.1:0|--certificate and --key go together
PROBITY_SERVE_TEST|serve|test|true|serve --listen 127.0.0.1:0|--test works only on a data folder
PROBITY_WORKSPACE_CREATE_NAME|workspace.create|name|Named elsewhere|workspace create|named-elsewhere
PROBITY_WORKSPACE_CREATE_COUNTRY|workspace.create|country|Germany|workspace create --name X|--country is
PROBITY_WORKSPACE_CREATE_CURRENCY|workspace.create|currency|shells|workspace create --name X|--currency is
PROBITY_WORKSPACE_CREATE_TIME_ZONE|workspace.create|time-zone|Moon|workspace create --name X|--time-zone is
PROBITY_WORKSPACE|audit.verify|workspace|nowhere|audit verify|no such workspace
PROBITY_IMPORT_ENTITY|import|entity|unicorns|import --workspace acme rows.csv|nothing of that name
PROBITY_IMPORT_KEY|import|key|unicorn|import --workspace acme --entity contacts rows.csv|Choose the field by which
PROBITY_IMPORT_MAP|import|map|absent.json|import --workspace acme --entity contacts rows.csv|absent.json
PROBITY_IMPORT_FORMAT|import|format|unicorn|import --workspace acme --entity contacts rows.csv|The format is csv
PROBITY_EXPORT_FORMAT|export|format|unicorn|export --workspace acme --entity contacts out.csv|--format is
PROBITY_EXPORT_FIELDS|export|fields|unicorn|export --workspace acme --entity contacts out.csv|unicorn
PROBITY_EXPORT_FILTER|export|filter|{|export --workspace acme --entity contacts out.csv|JSON
TABLE
check 'a flag can be switched off' equal 0 "$(PROBITY_JSON=false "$program" workspace list | grep --count '"slug"')"

printf '[workspace.create]\nname = "From the file"\n' > probity.toml
check 'the environment goes before the file' contains "$(PROBITY_WORKSPACE_CREATE_NAME='From outside' "$program" workspace create)" from-outside
check 'the command line goes before both' contains "$(PROBITY_WORKSPACE_CREATE_NAME='From outside' "$program" workspace create --name 'Said here')" said-here
check 'a section of another command runs nothing' contains "$("$program" workspace list)" said-here
printf '[serve]\nlistenn = "127.0.0.1:0"\n' > probity.toml
check 'a setting that does not exist is refused' equal 2 "$(status "$program" workspace list)"
check 'and named' contains "$(cat error)" listenn
printf '[serve\n' > probity.toml
check 'a file that is no TOML is refused' equal 2 "$(status "$program" workspace list)"
rm probity.toml
check 'a settings file that is not there is refused' equal 2 "$(status "$program" --config absent.toml workspace list)"
check 'so is one that the environment names' equal 2 "$(PROBITY_CONFIG=absent.toml status "$program" workspace list)"
printf 'json = true\n' > other.toml
check 'another settings file may be named' contains "$(PROBITY_CONFIG=other.toml "$program" workspace list)" '"slug"'

check 'an empty folder name is refused' equal 2 "$(status "$program" --data '' workspace list)"
touch "$place/file"
check 'a file is no data folder' equal 2 "$(status "$program" --data "$place/file" workspace list)"
check 'and that is said' contains "$(cat error)" 'Cannot use'

start_server
check 'beside a server the caller'"'"'s environment counts' contains "$(PROBITY_JSON=true "$program" workspace list)" '"slug":"acme"'
check 'for what is required too' contains "$(PROBITY_WORKSPACE=acme "$program" audit verify --json)" '"ok":true'
printf '[audit.verify]\nworkspace = "nowhere"\n' > probity.toml
check 'and the caller'"'"'s file' contains "$("$program" audit verify 2>&1)" 'no such workspace'
