#!/usr/bin/env bash
# The order of the rooms is the build's, not a habit: an include that points upwards, or into a room inside
# another, is not found by the compiler.
set -uo pipefail
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "$project/scripts/lib/check.sh"
build=$(dirname "$(readlink -f "${PROBITY_BINARY:-$project/build/probity}")")

# shellcheck disable=SC2317 # called by check
# compiles ROOM HEADER: whether a source of the room may include the header, with the room's own flags.
compiles() {
  local flags
  flags=$(grep --only-matching --max-count 1 --extended-regexp -- "-I[^ \"]*/views/probity_${1//\//_}( |\")[^\"]*-std=[^ ]+" "$build/compile_commands.json" |
    grep --only-matching --extended-regexp -- '(-I|-std=)[^ "]+')
  [[ -n $flags ]] || return 2
  # shellcheck disable=SC2086 # several flags
  printf '#include "%s"\n' "$2" | "${CXX:-c++}" $flags -E -x c++ - > /dev/null 2>&1
}

# shellcheck disable=SC2317
is_refused() { ! compiles "$@"; }

while read -r room header; do check "$room may include $header" compiles "$room" "$header"; done << 'ALLOWED'
store store/plan.hpp
store store/contract/contract.hpp
store base/result.hpp
store/sqlite store/plan.hpp
store/sqlite store/sqlite/connection.hpp
records records/formats/csv_reader.hpp
records store/database.hpp
http http/edge/message.hpp
privacy/gate net/outgoing/outgoing.hpp
mail privacy/gate/gate.hpp
rights/governance mail/letter.hpp
installation store/sqlite/sqlite.hpp
cli installation/installation.hpp
ALLOWED

while read -r room header; do check "$room may not include $header" is_refused "$room" "$header"; done << 'FORBIDDEN'
base meta/model.hpp
meta store/plan.hpp
store records/records.hpp
store store/sqlite/sqlite.hpp
store store/sqlite/connection.hpp
store/sqlite store/postgres/connection.hpp
jobs store/sqlite/sqlite.hpp
privacy store/postgres/postgres.hpp
privacy net/outgoing/outgoing.hpp
records net/outgoing/outgoing.hpp
mail net/outgoing/outgoing.hpp
installation net/outgoing/outgoing.hpp
http net/outgoing/outgoing.hpp
cli net/outgoing/outgoing.hpp
records store/sqlite/sqlite.hpp
records accounts/accounts.hpp
records http/route.hpp
records/formats records/records.hpp
accounts store/sqlite/sqlite.hpp
domains/sales http/route.hpp
http/edge http/route.hpp
http cli/command.hpp
cli http/route.hpp
FORBIDDEN

# A path from the source's own folder would lead around the order.
beside=$(grep --recursive --line-number --extended-regexp '^#include "(\.\.?/|[^/"]*")' --include='*.cpp' --include='*.hpp' "$project/server" |
  grep --invert-match '"\(serve\|version\|wire_http\|certificate_watch\|hardening\)\.hpp"')
check "headers are named from server/ on" same "$beside" ""

# The rooms hide net/outgoing, but not the system's own headers; and main may include everything.
who_uses() { # REGEX
  grep --recursive --files-with-matches --extended-regexp "$1" --include='*.cpp' --include='*.hpp' "$project/server" |
    sed "s|$project/server/||" | grep --invert-match --extended-regexp '_test\.cpp$|_fixture\.hpp$|/test_[^/]*\.hpp$' | sort | xargs --no-run-if-empty printf '%s '
}
check "curl is used in net/outgoing alone" same "$(who_uses '#include <curl/')" \
  "net/outgoing/place.cpp net/outgoing/transfer.hpp "
check "only the gate uses net/outgoing" same "$(who_uses '#include "net/outgoing/' | sed 's|net/outgoing/[^ ]* ||g')" \
  "privacy/gate/gate.cpp "
# Asio is in http/edge, which accepts; the local socket joins two processes of this machine.
check "no other room makes a socket" same "$(who_uses '(^|[^a-z_.>])(::)?(socket|connect|sendto|sendmsg|getaddrinfo|gethostbyname)\([^)]')" \
  "net/local_socket.cpp net/outgoing/transfer.cpp "
check "no other room starts a program" same "$(who_uses '(^|[^a-z_.>:])(::|std::)?(system|popen|posix_spawnp?|exec[lv]p?e?|fork|vfork)\(')" ""

finish_checks
