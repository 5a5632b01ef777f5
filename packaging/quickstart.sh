#!/bin/sh
# Plays the method through on a machine that has nothing but Debian: packaging/quickstart.sh [--serve] [CALENDAR.ics …]
#
# Installs what is missing, builds, starts the daemon with its plugins in a temporary folder and a simulated clock, and
# lets a coach and an account manager do their work with the ordinary command line. --serve leaves the daemon running
# in the foreground instead, ready for a second terminal.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
. "$here/packaging/packages.sh"
. "$here/packaging/quickstart/daemon.sh"
. "$here/packaging/quickstart/calendars.sh"
. "$here/packaging/quickstart/story.sh"

serve=
case ${1:-} in
-h | --help)
	sed -n '2,6s/^# \{0,1\}//p' "$0"
	exit 0
	;;
--serve)
	serve=1
	shift
	;;
-*)
	printf 'quickstart: unknown option %s; see --help\n' "$1" >&2
	exit 2
	;;
esac
for file; do
	[ -r "$file" ] || {
		printf 'quickstart: cannot read %s\n' "$file" >&2
		exit 2
	}
done

# RIDEALONG_BUILD names a build that is there already; then nothing is installed or built.
if [ -z "${RIDEALONG_BUILD:-}" ]; then
	# shellcheck disable=SC2086
	install_missing "to build Ridealong and play its story" $build_packages $story_packages
	build
fi
export LC_ALL=C.UTF-8 TZ=Europe/Amsterdam
PATH=${RIDEALONG_BUILD:-$here/build}/bin:$PATH

folder=$(mktemp -d "${TMPDIR:-/tmp}/ridealong.XXXXXX")
trap tidy_up EXIT
trap 'exit 130' INT TERM

choose_calendars "$@"
if [ -n "$serve" ]; then
	serve_daemon "$first_moment"
	exit 0
fi
start_daemon "$first_moment"
play
stop_daemon
farewell
