# shellcheck shell=bash
# Node 20.19 or later with npm, for building the web app. The machine's own is used when it is good;
# otherwise a plain binary from npm is put into build/tools/node (Debian 12's Node is too old).
# Needs say.sh, packages.sh and npm_package.sh.

node_folder=$PROJECT/build/tools/node
readonly node_version=22.23.3
readonly node_x64_sha512=a879f3e6d16c1e88ff58cfae4443558d638d8b9855be6c2b82af00e15efa2a9b95340738fa3c0af31e20c1ba1b13d06d1cd83f00a476e7cdde628acb17f73b9e
readonly node_arm64_sha512=9770c01d9adeca5a3ea7d4170edb0eae31b625726a5736179c01a621034e50d01170ca694ced9c99ec1540ffb7ead8c99d213e773a4c36d816f9cde8883bd7b4
readonly npm_version=10.9.9
readonly npm_sha512=d60fba8cb42f688b81e33c2f1cbef2ad7b977166700ec0ad057f1b6d60ea6ef2524abf673e20c35931cd8305d1dbb8887134d6eefdc0e7b8435bd458bf65b862

# After this, `node` and `npm` in PATH are good ones.
ensure_node() {
  trust_this_machine
  [[ -d $node_folder/bin ]] && PATH=$node_folder/bin:$PATH
  node_is_good && command -v npm > /dev/null && return
  ensure_npm
  step "Fetching Node $node_version" fetch_node
  PATH=$node_folder/bin:$PATH
}

# Any npm can fetch a package, also an old one. Debian's brings its own old Node along.
ensure_npm() {
  trust_this_machine
  [[ -d $node_folder/bin ]] && PATH=$node_folder/bin:$PATH
  command -v npm > /dev/null || install_packages npm
}

node_is_good() {
  command -v node > /dev/null &&
    node --eval 'const [major, minor] = process.versions.node.split(".").map(Number);
      process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)'
}

fetch_node() {
  local machine sha512 unpacked=$node_folder.package
  machine=$(uname -m)
  case $machine in
    x86_64) machine=x64 sha512=$node_x64_sha512 ;;
    aarch64) machine=arm64 sha512=$node_arm64_sha512 ;;
    *)
      echo "There is no Node $node_version for this processor ($machine): install Node 20.19 or later yourself."
      return 1
      ;;
  esac
  unpack_npm_package "node-linux-$machine" "$node_version" "$sha512" "$unpacked" &&
    unpack_npm_package npm "$npm_version" "$npm_sha512" "$unpacked/lib/node_modules/npm" &&
    rm -rf "$unpacked/include" "$unpacked/share" "$node_folder" &&
    ln -s ../lib/node_modules/npm/bin/npm-cli.js "$unpacked/bin/npm" &&
    ln -s ../lib/node_modules/npm/bin/npx-cli.js "$unpacked/bin/npx" &&
    chmod +x "$unpacked/bin/node" "$unpacked"/lib/node_modules/npm/bin/*.js &&
    mv "$unpacked" "$node_folder"
}

# Node brings a list of authorities of its own; what this machine trusts besides counts too.
trust_this_machine() {
  local trusted=/etc/ssl/certs/ca-certificates.crt
  [[ -f $trusted ]] && export NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-$trusted}
  return 0
}
