# What Ridealong needs of Debian (12 and 13), and how to get what is missing. Sourced by quickstart.sh and tests/run.sh.

# To build and run it.
build_packages="gcc libc6-dev cmake ninja-build pkg-config gettext protobuf-compiler protobuf-c-compiler libprotobuf-dev
libprotobuf-c-dev libuv1-dev libnng-dev libsqlite3-dev libicu-dev libgmime-3.0-dev libxml2-dev libjansson-dev
libinih-dev libsmartcols-dev libutf8proc-dev libsodium-dev libcurl4-openssl-dev libexpat1-dev ca-certificates tzdata"
# To play the story: JSON and mails in shell scripts, a terminal for the guided conversation.
story_packages="jq mblaze bsdutils"
# To test it: the test library, real counterparts, the packager.
test_packages="libical-dev libcmocka-dev git file dpkg-dev postgresql python3 openssl khal radicale xandikos
python3-aiosmtpd opensmtpd"
command -v npm >/dev/null || test_packages="$test_packages npm" # somebody else's Node brings its own, and bars Debian's

# missing PACKAGE…: those that are not installed.
missing() {
	for package; do
		[ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null | cut -c1-2)" = ii ] || printf '%s ' "$package"
	done
}

# install_missing WHY PACKAGE…: says what and why, then installs; nothing to say when all is there.
install_missing() {
	why=$1
	shift
	wanted=$(missing "$@")
	[ -n "$wanted" ] || return 0
	printf 'Installing from Debian, %s:\n  %s\n' "$why" "$wanted"
	as_root=
	if [ "$(id -u)" -ne 0 ]; then
		command -v sudo >/dev/null || {
			printf 'This needs root, and there is no sudo. As root:\n  apt-get install %s\n' "$wanted" >&2
			return 1
		}
		as_root=sudo
	fi
	$as_root apt-get update -qq &&
		# shellcheck disable=SC2086
		$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $wanted >/dev/null || {
		printf 'apt-get could not install them; is the network there? Try: apt-get install %s\n' "$wanted" >&2
		return 1
	}
}
