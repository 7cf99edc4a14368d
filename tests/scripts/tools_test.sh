#!/usr/bin/env bash
# shellcheck disable=SC2016 # the fakes are code in quotes
# Node and SQLite come from npm, exactly as pinned or not at all.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/sandbox.sh"
tools=$sandbox/project/build/tools
with_root

# Packs what npm would: a package of any name with all files that are looked for.
mkdir -p "$sandbox/package"/{bin,deps/sqlite3}
touch "$sandbox/package/deps/sqlite3"/sqlite3.{c,h}
printf '#!/bin/bash\n[[ $1 == --version ]] && echo v22.23.3; true\n' > "$sandbox/package/bin/node"
printf '// npm\n' | tee "$sandbox/package/bin"/{npm,npx}-cli.js > /dev/null
tar --create --gzip --file "$sandbox/good.tgz" --directory "$sandbox" package
sha512=$(sha512sum "$sandbox/good.tgz" | cut -d ' ' -f 1)
pinned=$sandbox/project/scripts/lib

fake node 'exit 1'
fake npm "cp $sandbox/good.tgz ."
output=$(in_sandbox ensure_sqlite)
check "other bytes than pinned are refused" holds "$output" "is not what was expected: its SHA-512 differs"
check "refused bytes leave nothing" same "$(ls -A "$tools")" ""

sed --in-place "s/_sha512=.*/_sha512=$sha512/" "$pinned"/{sqlite,node}.sh
calls > /dev/null
in_sandbox ensure_sqlite > /dev/null
check "one exact version is asked for" holds "$(calls)" "^npm pack .*better-sqlite3-multiple-ciphers@[0-9.]+$"
check "SQLite's source is in its place" [ -f "$tools/sqlite/sqlite3.c" ]
check "the rest of the package is not kept" same "$(ls -A "$tools")" "sqlite"
in_sandbox ensure_sqlite > /dev/null
check "it is fetched once" same "$(calls)" ""
sed --in-place "s/^readonly sqlite_package_version=.*/readonly sqlite_package_version=99.0.0/" "$pinned/sqlite.sh"
in_sandbox ensure_sqlite > /dev/null
check "another pinned version is fetched" holds "$(calls)" "@99.0.0$"

output=$(in_sandbox 'ensure_node; command -v node; command -v npm')
check "a good Node replaces a bad one" holds "$output" "^$tools/node/bin/node$"
check "npm comes with it" holds "$(calls)" "^npm pack .* npm@[0-9.]+$"
output=$(in_sandbox 'ensure_node; command -v node')
check "it is used from then on" holds "$output" "^$tools/node/bin/node$"
check "it is fetched once" same "$(calls)" ""

rm -r "$tools/node"
fake node
output=$(in_sandbox 'ensure_node; command -v node')
check "the machine's Node is used when it is good" same "$output" "$sandbox/bin/node"

fake node 'exit 1'
fake npm 'echo "npm error request failed, reason: self-signed certificate in certificate chain"; exit 1'
output=$(in_sandbox ensure_node)
check "an untrusted certificate is named" holds "$output" "a server's certificate is not trusted here"
fake npm 'echo "npm error code EAI_AGAIN"; exit 1'
output=$(in_sandbox ensure_node)
check "a missing network is named" holds "$output" "there is no network"

fake uname 'echo riscv64'
fake npm "cp $sandbox/good.tgz ."
output=$(in_sandbox ensure_node)
check "an unknown processor is named" holds "$output" "no Node .* for this processor \(riscv64\)"

finish_checks
