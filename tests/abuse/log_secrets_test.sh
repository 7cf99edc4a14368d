#!/usr/bin/env bash
# Nothing secret and nobody's data is in the log, whatever was asked, also what failed and what made no sense.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../command/program.sh"

password='correct horse battery staple'
make_workspace
export PROBITY_SMTP_PASSWORD=smtp-password-marker
export PROBITY_SMTP=smtp://user-marker@127.0.0.1:9 PROBITY_MAIL_FROM='Probity <crm@example.org>' PROBITY_PUBLIC_URL=http://127.0.0.1:1
start_server
ask() { curl --silent --max-time 20 --output "$place/answer" "$@"; }
json_body=(--header 'Content-Type: application/json')

# Signing in, right and wrong, and what comes of it.
ask --dump-header "$place/head" "${json_body[@]}" --data "{\"email\":\"owner@example.com\",\"password\":\"$password\"}" "$url/api/v1/session"
cookie=$(sed --quiet --regexp-extended 's/^Set-Cookie: probity_session=([^;]*).*/\1/Ip' "$place/head" | tr -d '\r')
csrf=$(json csrf < "$place/answer")
ask "${json_body[@]}" --data '{"email":"wrong.marker@example.com","password":"wrong-password-marker"}' "$url/api/v1/session"
ask "${json_body[@]}" --data '{"email":"broken.marker@example.com","password":"broken-password-marker' "$url/api/v1/session"
ask "${json_body[@]}" --data '{"secret":"setup-secret-marker","name":"n","email":"setup.marker@example.com","password":"setup-password-marker"}' "$url/api/v1/setup"
ask --header "Cookie: probity_session=$cookie" --header 'Probity-Workspace: acme' "$url/api/v1/contacts"
ask --request DELETE --header "Cookie: probity_session=$cookie" --header 'Probity-Csrf: csrf-marker' "$url/api/v1/session"
for header in 'Bearer forged-token-marker' 'Basic basic-marker' 'Bearer '; do ask --header "Authorization: $header" "$url/api/v1/contacts"; done

# Records, what is searched for, and links that are none.
contact=$(api POST contacts '{"first_name":"Ada","last_name":"Namemarker","email":"ada.marker@example.com","phone":"+1 202 5550199"}' | json id)
api POST contacts '{"last_name":"Fieldmarker","email":"no-address-marker","nonsense-marker":1}' > /dev/null
api GET 'search?q=search-marker' > /dev/null
api GET 'contacts?filter=%7B%22field%22%3A%22filter-marker%22%7D&sort=sort-marker&cursor=cursor-marker' > /dev/null
api POST access_copies "{\"entity\":\"contacts\",\"id\":\"$contact\",\"password\":\"copy-password-marker\"}" > /dev/null
for path in preferences u copies requests/at; do ask "$url/$path/link-marker-$path"; done
ask --data 'kind=access&name=Formmarker&email=form.marker@example.com&text=form-text-marker' "$url/requests/of/acme"
ask --path-as-is "$url/..%2fpath-marker"
ask --header "X-Large: large-marker$(head -c 20000 /dev/zero | tr '\0' a)" "$url/"
printf 'GARBAGE-marker\r\n\r\n' | timeout 5 bash -c "cat > /dev/tcp/127.0.0.1/${url##*:}" || true
printf 'wrong-command-marker' | probity user add --workspace acme --email owner@example.com --role owner > /dev/null 2>&1
probity messages test --to mail.marker@example.com > /dev/null 2>&1
second=$(probity token create --workspace acme --email owner@example.com --json | json token)
probity key rotate > /dev/null
stop_server -TERM

hex() { od -An -v -tx1 "$1" | tr -d ' \n'; }
check 'the server logged something' test -s "$place/server.log"
check 'there was a session to be kept secret' test -n "$cookie" -a -n "$csrf" -a -n "$token" -a -n "$second"
absent() { ! grep --text --ignore-case --fixed-strings -e "$1" "$place/server.log"; }
check 'no password' absent "$password"
check 'no session' absent "${cookie:-none}"
check 'no CSRF token' absent "${csrf:-none}"
check 'no API token' absent "${token:-none}"
check 'nor one made while it runs' absent "${second:-none}"
check 'no key' absent "$(hex "$place/data/installation.key")"
check 'nor in another form' absent "$(base64 --wrap=0 "$place/data/installation.key" | cut -c 1-40)"
check 'nothing else that was secret, or anybody'"'"'s data' absent marker
check 'not the owner either' absent owner@example.com
check 'nor a number' absent 5550199
