#!/bin/sh
# Builds the package, installs it on this machine (meant for an empty one), runs the unit's ExecStart as its user and
# speaks to it: packaging/test-package.sh
set -eu
cd "$(dirname "$0")/.."
. packaging/packages.sh
# shellcheck disable=SC2086
install_missing "to build the package and install it" $build_packages file dpkg-dev jq
[ -f build/build.ninja ] || cmake --preset release >/dev/null
cmake --build build | tail -n 1
(cd build && cpack >/dev/null)
package=$(ls build/ridealong_*.deb)
echo "built $package"
apt-get install -y -qq --no-install-recommends "./$package" >/dev/null
getent passwd ridealong >/dev/null || {
	echo "the package did not make its user" >&2
	exit 1
}

# What systemd would do before ExecStart, from the unit itself.
unit=/lib/systemd/system/ridealong.service
user=$(sed -n 's/^User=//p' $unit)
install -d -o "$user" -g "$user" -m 0750 "/var/lib/$(sed -n 's/^StateDirectory=//p' $unit)"
install -d -o "$user" -g "$user" -m 0755 "/run/$(sed -n 's/^RuntimeDirectory=//p' $unit)"
start=$(sed -n 's/^ExecStart=//p' $unit)
echo "running as $user: $start"
# shellcheck disable=SC2086
setpriv --reuid="$user" --regid="$user" --init-groups $start &
daemon=$!
trap 'kill $daemon 2>/dev/null || true' EXIT
for _ in $(seq 100); do
	[ "$(ridealong status --output json 2>/dev/null | jq '.pluginsRunning == 3')" != true ] || break
	sleep 0.1
done
ridealong status
ridealong plugin list
[ "$(ridealong status --output json | jq -r '.admin, .pluginsRunning' | tr '\n' ' ')" = 'true 3 ' ]
ridealong person add am@example.com --display-name Daan --language nl >/dev/null
ridealong person list
kill $daemon
wait $daemon
trap - EXIT
apt-get remove -y -qq ridealong >/dev/null
! command -v ridealongd >/dev/null
echo "installed, ran and removed"
