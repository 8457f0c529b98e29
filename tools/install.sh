#!/bin/sh
# Makes .venv hold exactly what a lock file names, hashes checked, and the `guichet` command. Does nothing when that is so already.
# Usage: tools/install.sh PYTHON LOCK_FILE, from the project's folder
set -eu
python=$1
lock=$2
folder=.venv
stamp=$folder/.installed-$(basename "$lock" .txt)

main() {
    [ "$(cat "$stamp" 2>/dev/null)" != "$(wanted "$lock")" ] || return 0
    tools/missing.sh "$python"
    stands_here || "$python" -m venv --clear "$folder"
    echo "Installing $(grep -c '==' "$lock") packages into $folder (a minute or two, only when $lock changes)"
    install --require-hashes --only-binary :all: -r "$lock"
    install --no-index --no-deps --no-build-isolation -e .
    wanted "$lock" >"$stamp"
    # The packages that run Guichet are also in the lock of those that develop it (a test holds this).
    [ "$lock" = requirements.txt ] || wanted requirements.txt >"$folder/.installed-requirements"
}

# What an installation depends on: the lock, the project's own description, and where it stands (a moved clone is linked anew).
wanted() { { pwd -P; cat "$1" pyproject.toml; } | cksum; }

# False for no environment, one whose Python is gone, and one that came along in a moved or copied folder.
stands_here() {
    case "$("$folder/bin/pip" --version 2>/dev/null)" in *"$(pwd -P)/$folder/"*) ;; *) return 1 ;; esac
}

install() {
    "$folder/bin/python" -m pip install -qq --disable-pip-version-check --no-input "$@" || {
        echo "The packages could not be installed: the lines above say why. No network? Behind a proxy, set HTTPS_PROXY and try again." >&2
        exit 2
    }
}

main
