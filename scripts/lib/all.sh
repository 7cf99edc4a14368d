# shellcheck shell=bash disable=SC1091
# What ./run and ./test are made of. The caller sets $PROJECT to the project's folder.
for part in causes say stamps packages npm_package node sqlite common_passwords build port; do
  # shellcheck source=/dev/null
  source "$PROJECT/scripts/lib/$part.sh"
done
unset part
