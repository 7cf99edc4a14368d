# shellcheck shell=bash
# unpack_npm_package NAME VERSION SHA512 FOLDER
# Fetches one exact package through npm, so that the user's registry, proxy and certificates apply,
# and unpacks it into FOLDER only when its bytes are the ones named here. FOLDER appears whole or not at all.
unpack_npm_package() {
  local name=$1 version=$2 sha512=$3 folder=$4 work status=0
  mkdir -p "$(dirname "$folder")"
  work=$(mktemp --directory "$(dirname "$folder")/.fetch.XXXXXX") || return 1
  fetch_npm_package "$name@$version" "$sha512" "$work" &&
    rm -rf "$folder" && mv "$work/package" "$folder" || status=1
  rm -rf "$work"
  return "$status"
}

fetch_npm_package() {
  local package=$1 sha512=$2 work=$3
  (cd "$work" && npm pack --loglevel=error --no-update-notifier "$package") || {
    echo "npm could not fetch $package."
    return 1
  }
  mv "$work"/*.tgz "$work/package.tgz" || return 1
  echo "$sha512  $work/package.tgz" | sha512sum --check --quiet || {
    echo "$package is not what was expected: its SHA-512 differs from the one in scripts/lib."
    return 1
  }
  tar --extract --gzip --no-same-owner --file "$work/package.tgz" --directory "$work"
}
