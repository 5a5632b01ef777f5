#!/bin/sh
# Every text of the command line is there in Dutch, none of them by guessing: dutch_test.sh SOURCE
set -eu
pot=$(mktemp)
trap 'rm -f "$pot"' EXIT
cd "$1/clients/cli"
xgettext --from-code=UTF-8 -k_ -kN_ --no-location -o "$pot" ./*.c commands/*.c ./*.h
msgcmp po/nl.po "$pot"
