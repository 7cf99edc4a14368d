# shellcheck shell=bash
# SQLite's amalgamation with whole-file encryption, from an npm package. Debian's is too old to remove
# deleted words from a full-text index. Compiled by cmake/Sqlite.cmake.
# Needs npm_package.sh and npm in PATH.

readonly sqlite_package=better-sqlite3-multiple-ciphers
readonly sqlite_package_version=12.11.1
readonly sqlite_package_sha512=a46ef6fb7564522a67998c782f042aa0e5cd1b6089d479660eb96faa0afbc501e0b04f9ccf9ac064489a2479d42931da19f1a27e0800fc2d12bfda99954adfa3

sqlite_is_here() { # FOLDER
  [[ -f $1/sqlite3.c && $(cat "$1/version" 2>/dev/null) == "$sqlite_package_version" ]]
}

fetch_sqlite() { # FOLDER
  local folder=$1
  local unpacked=$folder.package
  unpack_npm_package "$sqlite_package" "$sqlite_package_version" "$sqlite_package_sha512" "$unpacked" || return 1
  mkdir -p "$folder"
  mv "$unpacked"/deps/sqlite3/sqlite3.[ch] "$folder/"
  rm -rf "$unpacked"
  echo "$sqlite_package_version" > "$folder/version"
}
