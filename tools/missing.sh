#!/bin/sh
# Names everything this machine lacks to run Guichet, each with what to do about it. Silent, exit 0, when nothing lacks; else exit 2.
# Usage: tools/missing.sh [PYTHON]
python=${1:-python3}
missing=0

main() {
    if ! command -v "$python" >/dev/null 2>&1; then
        lacks "Python 3.11 or newer: '$python' was not found" "$(advice_on_python)"
    elif ! "$python" -c '' >/dev/null 2>&1; then
        lacks "a Python that starts: '$python' does not run" "$(advice_on_python)"
    elif ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        lacks "Python 3.11 or newer: '$python' is $("$python" -c 'import platform; print(platform.python_version())')" "$(advice_on_python)"
    else
        look_at_modules
    fi
    [ -w . ] || lacks "the right to write in $(pwd), where .venv goes" "clone Guichet into a folder of yours"
    return $missing
}

lacks() {
    [ $missing -ne 0 ] || echo "Guichet cannot start on this machine yet. What is missing:" >&2
    printf '  - %s.\n    %s.\n' "$1" "$2" >&2
    missing=2
}

look_at_modules() {
    # Debian and Ubuntu ship venv without ensurepip; a Python built from source may lack the modules in C.
    runs 'import venv, ensurepip' || lacks "Python's venv module with pip" "$(advice_on_venv)"
    for module in sqlite3 ssl zlib ctypes; do
        runs "import $module" || lacks "Python's $module module" "this Python was built without it: $(advice_on_python)"
    done
}

runs() { "$python" -c "$1" >/dev/null 2>&1; }

advice_on_python() {
    for other in python3.14 python3.13 python3.12 python3.11; do
        if [ "$other" != "$python" ] && command -v "$other" >/dev/null 2>&1 &&
            "$other" -c 'import sys, venv, ensurepip, sqlite3, ssl; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            echo "$other is here: run the same command with PYTHON=$other"
            return
        fi
    done
    echo "$(with_packages "python3 python3-venv" "python3.12" "python@3.12" "python3"), or name one: make demo PYTHON=/path/to/python3.12"
}

advice_on_venv() {
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    with_packages "python$version-venv" "python3-libs" "python@$version" "python3 py3-pip"
}

with_packages() { # for apt, dnf, brew, apk
    if has apt-get; then echo "Run: sudo apt-get install $1"
    elif has dnf; then echo "Run: sudo dnf install $2"
    elif has brew; then echo "Run: brew install $3"
    elif has apk; then echo "Run: apk add $4"
    else echo "Install it from python.org or with your system's packages"
    fi
}

has() { command -v "$1" >/dev/null 2>&1; }

main
