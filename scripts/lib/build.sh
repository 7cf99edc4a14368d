# shellcheck shell=bash
# Builds the server and the web app, and does nothing when no source has changed since the last time.
# Needs say.sh, stamps.sh, sqlite.sh, common_passwords.sh and node.sh.

server_sources=("$PROJECT"/{CMakeLists.txt,cmake,server,model,policies,bench,scripts/lib/sqlite.sh,scripts/lib/common_passwords.sh})
web_sources=("$PROJECT/web" "$PROJECT/server/http/openapi")

# build_server FOLDER TITLE CMAKE-OPTION...: everything that cmake makes there.
build_server() {
  local folder=$1 title=$2 stamp made_from
  shift 2
  stamp=server-$(basename "$folder")
  made_from="$(fingerprint "${server_sources[@]}") $*"
  [[ -f $folder/build.ninja ]] && stamp_holds "$stamp" "$made_from" && return
  [[ -d $folder/server ]] || require_space 4
  ensure_sqlite
  ensure_common_passwords
  step "Configuring the $title" cmake -S "$PROJECT" -B "$folder" -G Ninja \
    -DPROBITY_SQLITE_DIR="$SQLITE_FOLDER" "$@"
  step "Compiling the $title" ninja -C "$folder" -j "$(jobs_that_fit)"
  set_stamp "$stamp" "$made_from"
}

build_web() {
  local made_from
  [[ -f $PROJECT/web/package.json ]] || return 0
  made_from=$(fingerprint "${web_sources[@]}")
  [[ -f $PROJECT/web/dist/index.html ]] && stamp_holds web "$made_from" && return
  ensure_web_packages
  step "Building the web app" npm --prefix "$PROJECT/web" run build
  set_stamp web "$made_from"
}

# Also puts a good Node into PATH, which the web app's tests need when nothing is to be built.
ensure_web_packages() {
  local lock
  [[ -f $PROJECT/web/package.json ]] || return 0
  ensure_node
  lock="$(node --version) $(cksum "$PROJECT/web/package.json" "$PROJECT/web/package-lock.json")"
  [[ -d $PROJECT/web/node_modules ]] && stamp_holds web-packages "$lock" && return
  [[ -d $PROJECT/web/node_modules ]] || require_space 2
  step "Installing the web app's packages" install_web_packages
  set_stamp web-packages "$lock"
}

# npm 11 refuses a lockfile that leaves out optional packages of other platforms, which a mirror need not
# carry; npm 10 installs from it exactly the same.
install_web_packages() {
  npm --prefix "$PROJECT/web" ci --no-audit --no-fund --loglevel=error ||
    npx --yes npm@10.9.9 --prefix "$PROJECT/web" ci --no-audit --no-fund --loglevel=error
}

# As many compilers as there are cores, but each may take 2 GB.
jobs_that_fit() {
  local cores memory_kib
  cores=$(nproc)
  memory_kib=$(sed --quiet 's/^MemAvailable: *\([0-9]*\).*/\1/p' /proc/meminfo)
  local fit=$((memory_kib / 2000000))
  ((fit < cores)) || fit=$cores
  ((fit > 0)) || fit=1
  echo "${PROBITY_JOBS:-$fit}"
}

require_space() { # GIGABYTES
  local free_kib
  free_kib=$(df --output=avail "$PROJECT" | tail -n 1)
  ((free_kib >= $1 * 1000000)) || fail \
    "the disk that holds $PROJECT has $((free_kib / 1000)) MB free; building takes up to $1 GB." \
    "free some space, or move the project to a larger disk"
}

# One build at a time: a second one waits here.
lock_build() {
  mkdir -p "$PROJECT/build" 2>/dev/null || fail "$PROJECT cannot be written." \
    "make it yours (chown), or work in a copy that is"
  exec {build_lock}> "$PROJECT/build/.lock"
  flock --nonblock "$build_lock" && return
  say "Another run or test is building; waiting for it"
  flock "$build_lock"
}

unlock_build() {
  exec {build_lock}>&-
}
