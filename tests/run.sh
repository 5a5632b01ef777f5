#!/bin/sh
# Installs what is missing, builds, and runs every test: tests/run.sh [CTEST ARGUMENT…]
#
# First the whole with warnings as errors, then the threads' door under TSan and the parsers under ASan and UBSan. The
# last lines are CTest's own, for the whole.
set -eu
cd "$(dirname "$0")/.."
. packaging/packages.sh
# shellcheck disable=SC2086
install_missing "to build Ridealong and test it" $build_packages $story_packages $test_packages
jobs=$(nproc)

check_contract() {
	[ -x build/buf/node_modules/.bin/buf ] ||
		npm install --silent --no-audit --no-fund --prefix build/buf @bufbuild/buf >/dev/null
	build/buf/node_modules/.bin/buf lint proto
	echo "the contract is buf lint clean"
}

sanitized() {
	preset=$1
	shift
	cmake --preset "$preset" >/dev/null
	cmake --build --preset "$preset" -- -j "$jobs" | tail -n 1
	ctest --test-dir "build-$preset" --output-on-failure -j "$jobs" "$@"
}

mkdir -p build
check_contract
sanitized tsan -R 'daemon/(lane|rpc|transport|loop|walking)'
sanitized asan -L unit
cmake --preset ci >/dev/null
cmake --build --preset ci -- -j "$jobs" | tail -n 1
ctest --test-dir build --output-on-failure -j "$jobs" "$@"
