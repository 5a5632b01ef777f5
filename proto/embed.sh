#!/bin/sh
# Writes a file as a C array: embed.sh FILE SYMBOL OUT
set -eu
{
	printf '#include <stddef.h>\nextern const unsigned char %s[];\nextern const size_t %s_size;\n' "$2" "$2"
	printf 'const unsigned char %s[] = {\n' "$2"
	od -An -v -tx1 "$1" | sed -E 's/ ([0-9a-f]{2})/0x\1,/g'
	printf '};\nconst size_t %s_size = sizeof(%s);\n' "$2" "$2"
} >"$3"
