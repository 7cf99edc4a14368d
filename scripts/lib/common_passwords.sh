# shellcheck shell=bash
# Passwords that many people have, from the word lists of an npm package (MIT). Put into the program by
# server/accounts/CMakeLists.txt. Needs say.sh, node.sh and npm_package.sh.

COMMON_PASSWORDS_FOLDER=$PROJECT/build/tools/common_passwords
readonly common_passwords_package=@zxcvbn-ts/language-common
readonly common_passwords_version=4.1.3
readonly common_passwords_sha512=8366e0e2c9269491bd689a82fe75b3899ce062949efdfdeb29e1a86eb91d1623ab7d9545aaacd4802e815105ae5f9e12b9af63d09c71b7ed5b7f87ff31a9752a

ensure_common_passwords() {
  [[ -f $COMMON_PASSWORDS_FOLDER/passwords.json && $(cat "$COMMON_PASSWORDS_FOLDER/version" 2>/dev/null) == "$common_passwords_version" ]] && return
  ensure_npm
  step "Fetching the list of common passwords" fetch_common_passwords
}

fetch_common_passwords() {
  local unpacked=$COMMON_PASSWORDS_FOLDER.package
  unpack_npm_package "$common_passwords_package" "$common_passwords_version" "$common_passwords_sha512" "$unpacked" &&
    mkdir -p "$COMMON_PASSWORDS_FOLDER" &&
    mv "$unpacked/src/passwords.json" "$COMMON_PASSWORDS_FOLDER/" &&
    rm -rf "$unpacked" &&
    echo "$common_passwords_version" > "$COMMON_PASSWORDS_FOLDER/version"
}
