#!/bin/sh
# Prove the one-folder program in a root without Python and without a network.
#
#     sh packaging/prove_bundle.sh dist/ledgerdesk ROOT
#
# ROOT is a throw-away tree, such as `debootstrap --variant=minbase bookworm ROOT` leaves; the
# program and what it writes are put into ROOT/opt/proof. Needs root: chroot and namespaces.
set -eu
bundle=$1
root=$2
here=$(dirname "$0")
mkdir -p "$root/opt/proof"
rm -rf "$root/opt/proof/ledgerdesk"
cp -a "$bundle" "$root/opt/proof/ledgerdesk"
cp "$here/prove_bundle_inside.sh" "$root/opt/proof/inside.sh"
cp "$here/../tests/data/customers.xlsx" "$root/opt/proof/customers.xlsx"
exec unshare --net --mount --pid --fork --propagation private sh -c '
    mount -t proc proc "$1/proc"
    mount -t tmpfs tmpfs "$1/tmp"
    # The program must bring its own time zones.
    if [ -d "$1/usr/share/zoneinfo" ]; then mount -t tmpfs tmpfs "$1/usr/share/zoneinfo"; fi
    exec chroot "$1" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp/one LANG=C.UTF-8 \
        sh /opt/proof/inside.sh
' prove "$root"
