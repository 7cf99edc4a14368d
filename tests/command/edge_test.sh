#!/usr/bin/env bash
# How the program is reached: its own TLS with a certificate that is renewed while it runs, a proxy in front, or a
# plain connection that says what it lacks; and how much one sender may ask.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/program.sh"

serve() { # OPTION...: sets $server and $port
  : > "$place/server.log"
  "$program" serve --data "$place/data" "$@" > "$place/server.log" 2>&1 &
  server=$!
  local tries
  for ((tries = 0; tries < 200; tries++)); do
    port=$(sed --quiet --regexp-extended 's/.*https?:\/\/127\.0\.0\.1:([0-9]+).*/\1/p' "$place/server.log" | head -n 1)
    [[ -n $port ]] && return
    sleep 0.05
  done
  cat "$place/server.log" >&2
  return 1
}

certificate() { # NAME: as it is written, key first
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days "${2:-90}" -subj "/CN=$1" \
    -keyout "$place/new.key" -out "$place/new.crt" 2> /dev/null
}
install_certificate() {
  mv "$place/new.key" "$place/tls.key"
  mv "$place/new.crt" "$place/tls.crt"
}
shown() { openssl s_client -connect "127.0.0.1:$port" < /dev/null 2> /dev/null | sed --quiet 's/^subject=CN = //p'; }
becomes() { # EXPECTED COMMAND...
  local tries
  for ((tries = 0; tries < 200; tries++)); do
    [[ $("${@:2}") == "$1" ]] && return
    sleep 0.1
  done
  printf 'is still: %s\n' "$("${@:2}")"
  return 1
}
logged() { grep --count "$1" "$place/server.log"; }
headers() { curl --silent --insecure --output /dev/null --dump-header - "$@"; }
sign_in() { headers --header 'Content-Type: application/json' --data '{"email":"owner@example.com","password":"correct horse battery staple"}' "$@"; }
retry_after() { headers "$@" | grep --ignore-case '^retry-after:'; }

make_workspace

# A plain connection.
serve --listen 0.0.0.0:0
check 'a plain connection beyond this machine is told of at the start' contains "$(cat "$place/server.log")" 'Connections are not encrypted'
check 'with what it lacks' contains "$(cat "$place/server.log")" 'passkeys'
check 'and to whoever signs in' contains "$(curl --silent "http://127.0.0.1:$port/api/v1/setup")" '"connection":{"encrypted":false,"lacks":"whoever'
check 'and by doctor, which is content' equal 0 "$(status probity doctor)"
check 'in the same words' contains "$(cat "$place/out")" 'not encrypted: whoever is on the network'
check 'signing in works' contains "$(sign_in "http://127.0.0.1:$port/api/v1/session")" 'Set-Cookie: probity_session='
check 'what a stranger says of his address and connection does not count' equal '' \
  "$(headers --header 'X-Forwarded-Proto: https' "http://127.0.0.1:$port/" | grep --ignore-case strict-transport)"
check 'no core is dumped' contains "$(grep 'core file size' "/proc/$server/limits")" ' 0  '
stop_server -TERM
serve --listen 127.0.0.1:0
check 'on the machine itself nothing needs to be said' equal 0 "$(logged 'not encrypted')"
stop_server -TERM

# TLS of its own.
certificate first
install_certificate
serve --listen 127.0.0.1:0 --certificate "$place/tls.crt" --key "$place/tls.key"
check 'the certificate is shown' equal first "$(shown)"
check 'the browser is told to stay' contains "$(headers "https://127.0.0.1:$port/")" 'Strict-Transport-Security: max-age=31536000'
check 'the session is bound to the host' contains "$(sign_in "https://127.0.0.1:$port/api/v1/session")" 'Set-Cookie: __Host-probity_session='
check 'doctor says when it ends' contains "$(probity doctor)" 'the certificate ends on'
certificate second
install_certificate
check 'a renewed certificate is taken up when its files change' becomes second shown
certificate third
install_certificate
kill -HUP "$server"
check 'and when the program is told to' becomes third shown
certificate fourth
mv "$place/new.crt" "$place/tls.crt"
kill -HUP "$server"
check 'one that does not fit its key is told' becomes 1 logged 'the one in use stays'
check 'and the one in use stays' equal third "$(shown)"
mv "$place/new.key" "$place/tls.key"
check 'until it does fit' becomes fourth shown
certificate fifth 3
install_certificate
check 'one that ends soon' becomes fifth shown
check 'is told of by doctor' equal 1 "$(status probity doctor)"
kill -TERM "$server"
wait "$server"
check 'it stops as ever' equal 0 "$?"
server=

# A proxy in front.
serve --listen 127.0.0.1:0 --trusted-proxies 127.0.0.0/8 --public-url https://crm.example.org
check 'what the proxy says of the connection counts' contains "$(headers --header 'X-Forwarded-Proto: https' "http://127.0.0.1:$port/")" 'Strict-Transport-Security'
check 'and makes cookies safe' contains "$(sign_in --header 'X-Forwarded-Proto: https' "http://127.0.0.1:$port/api/v1/session")" '__Host-probity_session='
check 'the other wording does not count' equal '' "$(headers --header 'Forwarded: proto=https' "http://127.0.0.1:$port/" | grep --ignore-case strict-transport)"
stop_server -TERM
check 'a name is no address of a proxy' equal 2 "$(status "$program" serve --data "$place/data" --trusted-proxies proxy.example.org)"

# How much one may ask.
serve --listen 127.0.0.1:0 --requests-per-address 20 --requests-per-token 30 --trusted-proxies 127.0.0.1
for ((number = 0; number < 20; number++)); do curl --silent --output /dev/null --header 'X-Forwarded-For: 198.51.100.1' "http://127.0.0.1:$port/privacy"; done
check 'a stranger is held up' contains "$(retry_after --header 'X-Forwarded-For: 198.51.100.1' "http://127.0.0.1:$port/privacy")" ': '
check 'not others behind the same proxy' equal '' "$(retry_after --header 'X-Forwarded-For: 198.51.100.2' "http://127.0.0.1:$port/privacy")"
check 'nor a token of that address' equal '' "$(retry_after --header 'X-Forwarded-For: 198.51.100.1' --header "Authorization: Bearer $token" "http://127.0.0.1:$port/api/v1/contacts")"
for ((number = 0; number < 30; number++)); do curl --silent --output /dev/null --header "Authorization: Bearer $token" "http://127.0.0.1:$port/api/v1/contacts"; done
check 'a token is held up where that is set' contains "$(retry_after --header "Authorization: Bearer $token" "http://127.0.0.1:$port/api/v1/contacts")" ': '
stop_server -TERM
check 'a limit that is no number is refused' equal 2 "$(status "$program" serve --data "$place/data" --requests-per-token many)"
