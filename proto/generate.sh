#!/bin/sh
# Makes C of the contract: generate.sh PROTOC ROOT OUT NAME...
#
# The C build compiles copies without the package prefix (`Session`, not `Ridealong__V1__Session`) and without custom
# options, for which protobuf-c would want a descriptor.pb-c.h; names on the wire stay. protobuf-c prefixes enum values
# with their enum's name, which the contract's style does already: the doubled prefix is taken off.
set -eu
protoc=$1 root=$2 out=$3
shift 3
copy=$out/copy
for name; do
	mkdir -p "$copy/$(dirname "$name")"
	from=$root/$name
	[ -f "$from" ] || from=/usr/include/$name
	sed -E -e '/^import "ridealong\/v1\/options\.proto";/d' \
		-e '/^ *option \(ridealong\./d' \
		-e '0,/^package .*;/s//&\nimport "protobuf-c\/protobuf-c.proto";\noption (pb_c_file).c_package = "";/' \
		"$from" >"$copy/$name"
done
"$protoc" -I"$copy" -I/usr/include --c_out="$out" "$@"
# protobuf-c.proto imports descriptor.proto, which therefore keeps its prefix.
"$protoc" -I/usr/include --c_out="$out" google/protobuf/descriptor.proto
for name; do
	sed -E -i 's/\b([A-Z][A-Z0-9_]*)__\1_/\1_/g' "$out/${name%.proto}.pb-c.h" "$out/${name%.proto}.pb-c.c"
done
