#!/bin/sh
# What prove_bundle.sh runs inside the bare root; ends at the first thing that is not so.
set -eu
here=/opt/proof
desk=$here/ledgerdesk/ledgerdesk
mkdir -p /tmp/one /tmp/other /tmp/stick
cd /tmp

fail() {
    echo "FAILED  $*"
    exit 1
}

now() {
    cut -d' ' -f1 /proc/uptime
}

# seconds SINCE: how long ago
seconds() {
    awk -v began="$1" -v ended="$(now)" 'BEGIN { printf "%.1f s", ended - began }'
}

# shown NAME WANTED VERB…: run a verb, look for WANTED in its JSON, leave the JSON in $answer
shown() {
    name=$1
    wanted=$2
    shift 2
    began=$(now)
    answer=$("$desk" "$@" --json) || fail "$name: exit $?: $answer"
    case $answer in
        *"$wanted"*) echo "ok  $name ($(seconds "$began"))" ;;
        *) fail "$name: no $wanted in $answer" ;;
    esac
}

value() {
    printf '%s' "$answer" | sed -n "s/.*\"$1\": \"\([^\"]*\)\".*/\1/p"
}

is_pdf() {
    [ "$(head -c 5 "$1")" = "%PDF-" ] || fail "$1 is no PDF"
}

# window NAME [OPTION…]: open it, let it stand, ask it to end, take its exit code
window() {
    name=$1
    shift
    began=$(now)
    QT_QPA_PLATFORM=offscreen "$desk" "$@" >/tmp/window.out 2>&1 &
    pid=$!
    tries=0
    # It answers to SIGTERM once its own handler is in: bit 15 of the signals it catches.
    until caught=$(sed -n 's/^SigCgt:\t*//p' "/proc/$pid/status" 2>/dev/null) &&
        [ $((0x$(printf '%s' "${caught:-0}" | tail -c 4) & 0x4000)) -ne 0 ]; do
        tries=$((tries + 1))
        if [ $tries -ge 300 ] || ! kill -0 $pid 2>/dev/null; then
            fail "$name: did not open: $(cat /tmp/window.out)"
        fi
        sleep 0.1
    done
    opened=$(seconds "$began")
    sleep 2
    grep -q libqoffscreen "/proc/$pid/maps" || fail "$name: no screen"
    kill -TERM $pid
    code=0
    wait $pid || code=$?
    [ $code -eq 0 ] || fail "$name: exit $code: $(cat /tmp/window.out)"
    # A root without /etc/fonts is no fault: the program brings its own fonts.
    if grep -v '^Fontconfig error: Cannot load default config' /tmp/window.out; then
        fail "$name: said the above"
    fi
    echo "ok  $name (open after $opened, SIGTERM, exit 0)"
}

for python in python python3 pip; do
    if command -v $python >/dev/null; then fail "there is a $python here"; fi
done
[ -z "$(ls -A /usr/share/zoneinfo 2>/dev/null)" ] || fail "there are time zones here"
[ "$(sed 1,2d /proc/net/dev | grep -vc ' *lo:')" = 0 ] || fail "there is a network here"
echo "ok  no Python, no time zones, no network"

shown self-test '"ok": true' self-test
printf 'four quiet sparrows count rice\n' >password
vault=/tmp/desk.ledgerdesk
shown init '"vault_id"' init $vault --firm 杭州青禾会计师事务所 --owner 王敏 \
    --password-file password --recovery-out recovery.txt --recovery-sheet recovery.pdf
is_pdf recovery.pdf
for paper in a5 241-3; do
    shown "issue on $paper" '"number"' issue $vault --payer 𠮷野家商贸行 --item 代理记账费 \
        --amount 1234.50 --method cash --paper $paper --pdf issued-$paper.pdf --password-file password
    is_pdf issued-$paper.pdf
done
number=$(value number)
shown "import of a table" '"dry_run": false' import $vault $here/customers.xlsx --password-file password
shown "export of a table" '"rows"' export $vault receipts --format xlsx out.xlsx \
    --password-file password
shown backup '"' backup $vault /tmp/stick --password-file password
echo "    $(ls -s --block-size=K /tmp/stick | sed -n 2p)"

# Another PC: only the stick and the sheet.
export HOME=/tmp/other
backup=$(ls /tmp/stick/*.ldbk)
shown "verify with the sheet" '"' verify "$backup" --recovery-file recovery.txt
shown "restore with the sheet alone" '"' restore "$backup" /tmp/restored.ledgerdesk \
    --recovery-file recovery.txt
shown "check of the restored book" '"ok": true' check /tmp/restored.ledgerdesk \
    --password-file password
shown "reprint from the restored book" "$number" reprint /tmp/restored.ledgerdesk "$number" \
    --pdf again.pdf --password-file password
is_pdf again.pdf

window "window at its first page"
window "window at a vault" --vault /tmp/restored.ledgerdesk

if LD_DEBUG=files "$desk" capitals 1 2>&1 | grep -q libQt6; then fail "a verb loads Qt"; fi
echo "ok  verbs load nothing of Qt"
cd $here/ledgerdesk/_internal
for plugin in platforminputcontexts/libibusplatforminputcontextplugin.so platforms/libqxcb.so \
    platforms/libqwayland.so platforms/libqoffscreen.so printsupport/libcupsprintersupport.so; do
    [ -f PySide6/Qt/plugins/$plugin ] || fail "$plugin is not there"
done
echo "ok  the plugins for X, Wayland, ibus and CUPS are there"
find . -name '*.so*' -type f | while read -r file; do
    LD_LIBRARY_PATH=$PWD ldd "$file"
done >/tmp/linked
if grep 'not found' /tmp/linked; then fail "libraries are missing"; fi
echo "ok  every library is there; of the system it takes" \
    "$(sed -n 's|^\t\([^ ]*\) => /[lu].*|\1|p' /tmp/linked | sort -u | tr '\n' ' ')"
