#!/bin/sh
# Make .venv from requirements.lock: sh src/analysis/running/set_up.sh, in the checkout.
# Every package is checked against the lock's hashes. .venv/ready is made last, so that a
# set-up that failed half-way is begun again.
set -eu

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

# Setting up begins with an empty folder, and must not empty one that others use.
[ ! -L .venv ] || stop '.venv is a link to an environment that is not this checkout'"'"'s own.' \
    'Set that one up where it lies, or remove the link.'

for python in python3 python3.14 python3.13 python3.12 python3.11 ''; do
    [ -n "$python" ] || stop 'No Python of version 3.11 or newer was found.' \
        'Install one (Debian, Ubuntu: apt-get install python3 python3-venv), or activate conda.'
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break
done
"$python" -c 'import ensurepip, venv' 2>/dev/null || stop \
    "$python has no module venv, which is needed to set up an environment." \
    'Install it (Debian, Ubuntu: apt-get install python3-venv), or activate conda.'

echo "Setting up .venv with $python (once, some minutes)" >&2
"$python" -m venv --clear .venv

# uv installs in seconds what takes pip minutes; its own block of the lock says which uv.
own_uv() {
    awk '/^[a-z]/ { keep = /^uv==/ } keep' requirements.lock > .venv/uv.txt
    .venv/bin/python -m pip install --quiet --require-hashes --no-deps -r .venv/uv.txt
}
uv=$(command -v uv) || { own_uv && uv=.venv/bin/uv; } || uv=''
if [ -z "$uv" ] || ! "$uv" pip install --quiet --python .venv/bin/python --require-hashes \
    --compile-bytecode -r requirements.lock; then
    echo 'uv could not install the lock; trying pip' >&2
    .venv/bin/python -m pip install --quiet --require-hashes -r requirements.lock
fi

# So that `import analysis` works in any kernel. Relative, so that no path has to be written.
echo ../../../../src > "$(echo .venv/lib/python3.*/site-packages)/analysis.pth"
touch .venv/ready
