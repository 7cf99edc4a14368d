#!/usr/bin/env bash
# shellcheck disable=SC2016 # the fakes are code in quotes
# ./run builds what has changed and nothing else, and hands over to the server.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/sandbox.sh"
project=$sandbox/project

mkdir -p "$project"/{server/http/openapi,model,web/src,build/tools/{sqlite,common_passwords}}
touch "$project"/{CMakeLists.txt,server/main.cpp,server/http/openapi/base.json,model/contact.yaml,web/src/main.tsx}
echo '{}' > "$project/web/package.json"
echo '{}' > "$project/web/package-lock.json"
touch "$project/build/tools/sqlite/sqlite3.c"
sed --quiet 's/^readonly sqlite_package_version=//p' "$project/scripts/lib/sqlite.sh" > "$project/build/tools/sqlite/version"
touch "$project/build/tools/common_passwords/passwords.json"
sed --quiet 's/^readonly common_passwords_version=//p' "$project/scripts/lib/common_passwords.sh" > "$project/build/tools/common_passwords/version"

fake dpkg-query 'shift 2; printf "%s installed\n" "$@"'
fake cmake 'mkdir -p "$4/server"; touch "$4/build.ninja"'
fake ninja 'printf "#!/bin/bash\necho \"server \$*\"; pwd; flock --nonblock \${0%%/*}/.lock echo lock is free" > "$2/probity"; chmod +x "$2/probity"'
fake node '[[ $1 == --version ]] && echo v22.0.0; true'
fake npm 'case $3 in
  ci) mkdir -p "$2/node_modules" ;;
  run) mkdir -p "$2/dist"; touch "$2/dist/index.html" ;;
esac'
mkdir "$sandbox/elsewhere"

run() {
  (cd "$sandbox/elsewhere" && PATH=$sandbox/bin:$PATH "$project/run" --port 1080 "$@" 2>&1)
}

output=$(run)
built=$(calls)
check "the server is configured for release" holds "$built" "^cmake .* -B $project/build .*-DCMAKE_BUILD_TYPE=Release"
check "the server is compiled" holds "$built" "^ninja -C $project/build -j [0-9]+"
check "the web app's packages are installed as locked" holds "$built" "^npm --prefix $project/web ci "
check "the web app is built" holds "$built" "^npm --prefix $project/web run build"
check "the server starts on this machine only, with data beside the script" holds "$output" \
  "^server serve --listen 127.0.0.1:1080 --data $project/data$"
check "the server starts where the caller is" holds "$output" "^$sandbox/elsewhere$"

output=$(run)
check "the second start calls no tool" same "$(calls)" ""
check "the second start says nothing before the server" holds "$(head -n 1 <<< "$output")" "^server serve"

check "options reach the server" holds "$(run --demo --data here -- --encrypt off)" \
  "^server serve --listen 127.0.0.1:1080 --data here --demo --encrypt off$"
check "the folder may come from the environment" holds "$(PROBITY_DATA=/there run)" "--data /there$"
calls > /dev/null

touch --date "1 hour" "$project/server/main.cpp"
run > /dev/null
built=$(calls)
check "an edited source is compiled" holds "$built" "^ninja"
check "an edited source of the server leaves the web app" same "$(grep ^npm <<< "$built")" ""

rm "$project/model/contact.yaml"
run > /dev/null
check "a deleted source is noticed" holds "$(calls)" "^ninja"

echo edited > "$project/web/src/main.tsx"
run > /dev/null
built=$(calls)
check "an edited source of the web app is built" holds "$built" "run build"
check "unchanged packages are not installed again" same "$(grep ' ci ' <<< "$built")" ""
check "an edited source of the web app leaves the server" same "$(grep ^ninja <<< "$built")" ""

echo edited > "$project/server/http/openapi/base.json"
run > /dev/null
check "an edited contract reaches both" same "$(calls | grep -oE '^(cmake|ninja|npm)' | paste -sd ' ')" "cmake ninja npm"

echo '{"edited": 1}' > "$project/web/package-lock.json"
run > /dev/null
check "a changed lock installs the packages again" holds "$(calls)" " ci "

flock --no-fork "$project/build/.lock" sleep 60 &
holder=$!
until ! flock --nonblock "$project/build/.lock" true; do sleep 0.1; done
run > "$sandbox/waiting" &
until grep --quiet . "$sandbox/waiting"; do sleep 0.1; done
check "a second build waits for the first" holds "$(cat "$sandbox/waiting")" "Another run or test is building; waiting"
kill "$holder"
wait
check "and then goes on" holds "$(cat "$sandbox/waiting")" "^server serve"
check "the running server leaves others free to build" holds "$(cat "$sandbox/waiting")" "^lock is free$"
calls > /dev/null

touch --date "2 hours" "$project/server/main.cpp"
fake ninja 'echo "main.cpp:3: error: what is this"; exit 1'
output=$(run)
check "a failed build ends" same "$?" 1
check "a failed build shows the compiler's words" holds "$output" "    main.cpp:3: error: what is this"
check "a failed build starts nothing" same "$(grep '^server serve' <<< "$output")" ""
calls > /dev/null
run > /dev/null
check "a failed build is tried again" holds "$(calls)" "^ninja"

fake ninja 'echo "g++: fatal error: Killed signal terminated program cc1plus"; exit 1'
check "too little memory is named" holds "$(run)" "there was not enough memory"
fake ninja 'echo "fatal error: error writing to /tmp/x.s: No space left on device"; exit 1'
check "a full disk is named while compiling" holds "$(run)" "the disk is full"

rm -r "$project/build/server"
fake df 'printf "Avail\n300000\n"'
check "a nearly full disk is named before compiling" holds "$(run)" "has 300 MB free; building takes up to 4 GB"
rm "$sandbox/bin/df"

fake ninja
echo '{"edited": 2}' > "$project/web/package-lock.json"
fake npm 'echo "npm error code ENOTFOUND"; exit 1'
check "a registry out of reach is named" holds "$(run)" "there is no network"

finish_checks
