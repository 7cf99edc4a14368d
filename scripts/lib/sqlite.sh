# shellcheck shell=bash
# SQLite's amalgamation with whole-file encryption, from an npm package. Debian's is too old to remove
# deleted words from a full-text index. Compiled by cmake/Sqlite.cmake.
# Needs say.sh, node.sh and npm_package.sh.

SQLITE_FOLDER=$PROJECT/build/tools/sqlite
readonly sqlite_package=better-sqlite3-multiple-ciphers
readonly sqlite_package_version=12.11.1
readonly sqlite_package_sha512=a46ef6fb7564522a67998c782f042aa0e5cd1b6089d479660eb96faa0afbc501e0b04f9ccf9ac064489a2479d42931da19f1a27e0800fc2d12bfda99954adfa3

ensure_sqlite() {
  [[ -f $SQLITE_FOLDER/sqlite3.c && $(cat "$SQLITE_FOLDER/version" 2>/dev/null) == "$sqlite_package_version" ]] && return
  ensure_npm
  step "Fetching SQLite's source" fetch_sqlite
}

fetch_sqlite() {
  local unpacked=$SQLITE_FOLDER.package
  unpack_npm_package "$sqlite_package" "$sqlite_package_version" "$sqlite_package_sha512" "$unpacked" &&
    mkdir -p "$SQLITE_FOLDER" &&
    mv "$unpacked"/deps/sqlite3/sqlite3.[ch] "$SQLITE_FOLDER/" &&
    rm -rf "$unpacked" &&
    echo "$sqlite_package_version" > "$SQLITE_FOLDER/version"
}
