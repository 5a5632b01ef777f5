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

# build PRESET: quiet, unless it fails.
build() {
	cmake --preset "$1" >build/log 2>&1 && cmake --build --preset "$1" -- -j "$jobs" >>build/log 2>&1 || {
		tail -n 60 build/log
		echo "the build of preset $1 failed"
		exit 1
	}
	echo "built preset $1"
}

tests() {
	folder=$1
	shift
	ctest --test-dir "$folder" --output-on-failure -j "$jobs" "$@"
}

mkdir -p build
check_contract
build tsan
tests build-tsan \
	-R '^clients/client|^daemon/(lane|rpc|transport|loop|daemon_test)|^plugins/(host|skip_unprepared/gate)'
build asan
tests build-asan -L unit
build ci
tests build "$@"
