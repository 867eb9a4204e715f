#!/bin/sh
# Print a name by which make can write a folder: sh reach.sh FOLDER [create].
# Make cannot name a file whose path has a space, so a folder that is not the checkout's own is
# reached through a link in build/elsewhere, named by the checksum of its path.
set -eu

folder=$1
case $folder in
    /*) ;;
    *) folder=$PWD/$folder ;;
esac
[ -z "${2-}" ] || mkdir -p -- "$folder"
if [ -d "$folder" ]; then folder=$(cd -- "$folder" && pwd -P); fi
here=$(pwd -P)
for own in data figures report build; do
    [ "$folder" != "$here/$own" ] || { echo "$own"; exit; }
done

link=build/elsewhere/$(printf %s "$folder" | cksum | cut -d ' ' -f 1)
mkdir -p build/elsewhere
[ "$(readlink "$link" || true)" = "$folder" ] || ln -sfn -- "$folder" "$link"
echo "$link"
