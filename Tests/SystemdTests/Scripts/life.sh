#!/bin/bash
# life.sh BUILD_DIR: one life of the installed daemon under a real systemd and a real journald.
#
# Boots a systemd of its own (boot-systemd.sh), installs the units and the two programs from
# BUILD_DIR, and shows what an administrator relies on: activation, readiness, reload, watchdog,
# recovery, the journal's fields, a clean stop. Prints «ok …» or «FAIL …» per check; exits non-zero
# when one failed. Needs root. LIFE_KEEP=1 leaves the container up to look around in.
set -u
build=$(realpath "${1:?usage: life.sh BUILD_DIR}")
here=$(dirname "$(realpath "$0")")
project=$(realpath "$here/../../..")
box=life$$
shared=${SDNS_BASE:-/var/tmp/sdns}/$box/shared

# What is asked of the shipped workflow; change it together with the workflow.
workflow=${LIFE_WORKFLOW:-nota-kesepahaman-opd}
start_with=(--set mitra=univ-ganesha --set "tentang=Layanan perpustakaan digital")
first_state=${LIFE_STATE:-konsep}
event=${LIFE_EVENT:-ajukan}
person=${LIFE_PERSON:-petugas-penghubung}
step_with=(--set ruang_lingkup=a --set kegiatan=b --set pic_mitra=c --set komitmen=d --set draf=e)
stop_within_ms=1000

fails=0
ok() { echo "ok   $1"; }
fail() {
  echo "FAIL $1"
  fails=$((fails + 1))
}
same() { if [ "$2" = "$3" ]; then ok "$1: $2"; else fail "$1: is '$2', should be '$3'"; fi; }
like() { # NAME TEXT PATTERN
  if grep -qE -- "$3" <<<"$2"; then ok "$1"; else fail "$1: /$3/ is not in: ${2:0:600}"; fi
}
unlike() {
  if grep -qE -- "$3" <<<"$2"; then fail "$1: /$3/ is in: ${2:0:600}"; else ok "$1"; fi
}
in_box() { "$here/boot-systemd.sh" exec "$box" "$@"; }
put() { in_box sh -c "mkdir -p \"\$(dirname '$1')\" && cat >'$1'"; }
show() { in_box systemctl show sinergid.service -p "$1" --value; }
# Its input is empty: a program that asks must not eat this script's own.
ctl() {
  in_box env LD_LIBRARY_PATH=/usr/lib/sinergi/lib SINERGI_SOCKET=/run/sinergi/sinergi.sock \
    timeout 20 /usr/bin/sinergictl "$@" </dev/null 2>&1
}
journal() { # [MATCH...]
  in_box journalctl --sync
  in_box journalctl -u sinergid.service -o json --all --no-pager -q "$@"
}
wait_for() { # WANTED COMMAND...
  local wanted=$1 i
  shift
  for i in $(seq 200); do
    [ "$("$@" 2>/dev/null)" = "$wanted" ] && return 0
    sleep 0.05
  done
  fail "waited 10 s for '$*' to say '$wanted'; it says '$("$@" 2>&1)'"
  return 1
}
message_id() { # the identity of a kind of event, from the source of truth
  sed -nE "s/.*case $1 = \"([0-9a-f]{32})\".*/\1/p" \
    "$project/Sources/Doors/Systemd/MessageID.swift"
}
problems() {
  [ "$fails" = 0 ] && return
  echo "--- the journal's end"
  in_box journalctl --no-pager -q -n 60 -o short-precise 2>&1 | cut -c1-300
}
finish() {
  problems
  if [ "${LIFE_KEEP:-}" = 1 ]; then
    echo "kept: $here/boot-systemd.sh exec $box bash; then: $here/boot-systemd.sh stop $box"
  else
    "$here/boot-systemd.sh" stop "$box"
  fi
}

# --- installing ---

copy_programs() {
  local lib
  mkdir -p "$shared/lib"
  cp "$build/sinergid" "$build/sinergictl" "$shared/" || return 1
  cp -r "$build"/*.resources "$shared/" 2>/dev/null
  # A debug build needs the toolchain's libraries; an installed one is linked with them inside.
  for lib in $(ldd "$build/sinergid" "$build/sinergictl" 2>/dev/null | awk '$2=="=>" {print $3}' |
    grep -vE '^/(usr/)?lib' | sort -u); do
    cp -L "$lib" "$shared/lib/"
  done
  cp -r "$project/workflows" "$shared/workflows"
  in_box sh -c '
    mkdir -p /usr/lib/sinergi /usr/share/sinergi /etc/sinergi/workflows
    cp -r /run/shared/lib /usr/lib/sinergi/lib
    cp /run/shared/sinergid /usr/lib/sinergi/
    cp -r /run/shared/*.resources /usr/lib/sinergi/ 2>/dev/null
    cp /run/shared/sinergictl /usr/bin/
    cp -r /run/shared/workflows /usr/share/sinergi/workflows
    chmod -R a+rX /usr/lib/sinergi /usr/share/sinergi /etc/sinergi /usr/bin/sinergictl'
}

install_daemon() {
  copy_programs || return 1
  put /etc/systemd/system/sinergid.service <"$project/systemd/sinergid.service"
  put /etc/systemd/system/sinergid.socket <"$project/systemd/sinergid.socket"
  # Only for a debug build: where its libraries are. ExecPaths= has /usr/lib already.
  put /etc/systemd/system/sinergid.service.d/debug-build.conf <<'C'
[Service]
Environment=LD_LIBRARY_PATH=/usr/lib/sinergi/lib
C
  put /etc/sinergi/sinergid.yaml <<'C'
state: /var/lib/sinergi
socket: /run/sinergi/sinergi.sock
workflows: [/usr/share/sinergi/workflows, /etc/sinergi/workflows]
directory:
  - /usr/share/sinergi/workflows/directory/bali.yaml
  - /usr/share/sinergi/workflows/directory/pengembangan.yaml
zone: Asia/Makassar
notify: [journal, file]
spool: /var/lib/sinergi/messages
administrators: [root]
stand_ins: true
C
  in_box systemctl daemon-reload
}

# --- what is shown ---

activation() {
  in_box systemctl start sinergid.socket || fail "the socket unit starts"
  same "the socket waits before the daemon runs" "$(in_box systemctl is-active sinergid)" inactive
  same "everyone may connect" "$(in_box stat -c %a /run/sinergi/sinergi.sock)" 666
  local answer
  answer=$(ctl status --json) || fail "the first question is answered: $answer"
  like "the first question starts the daemon and is answered" "$answer" '^\s*[{[]'
  wait_for active in_box systemctl is-active sinergid && ok "ready: active"
  like "it says how it is (StatusText)" "$(show StatusText)" '.'
  same "no restart was needed" "$(show NRestarts)" 0
  unlike "it runs as a user of its own" "$(in_box ps -o user= -p "$(show MainPID)")" '^root'
}

agreement() {
  local answer as=(--as "$person")
  answer=$(ctl start "$workflow" "${start_with[@]}" "${as[@]}" --json)
  reference=$(ctl list --json | grep -oE '[A-Z]+\\?/[0-9]{4}\\?/[0-9]+' | head -1 | tr -d '\\')
  if [ -z "$reference" ]; then
    fail "an agreement starts: $answer"
    return
  fi
  ok "an agreement starts: $reference"
  answer=$(ctl do "$reference" "$event" "${step_with[@]}" "${as[@]}") || fail "a step is taken: $answer"
  [ -n "$answer" ] && ok "a step is taken"
  history=$(ctl history "$reference" --json)
}

kept() { # WHEN
  [ -n "${reference:-}" ] || return
  like "the agreement is there $1" "$(ctl show "$reference")" "$reference"
  same "its history is the same $1" "$(ctl history "$reference" --json)" "$history"
}

definition() { # TARGET: a workflow of the office's own, whose one event leads to TARGET
  put /etc/sinergi/workflows/uji-hidup.yaml <<C
workflow: uji-hidup
title: { id: Uji hidup, en: Life test }
calendar: bali-pemprov
reference: "UJI/{year}/{sequence:4}"
roles:
  pic: { position: petugas-penghubung }
initial: konsep
states:
  konsep:
    task: { for: pic, due: 5 wd }
    on: { ajukan: $1 }
  selesai: { type: final }
C
  in_box chmod a+r /etc/sinergi/workflows/uji-hidup.yaml
}

reload() { # NAME: reloads, and waits until the daemon says it is through
  in_box systemctl reload sinergid || fail "$1: reload"
  # systemctl returns when the signal is sent; the daemon answers RELOADING=1, then READY=1.
  wait_for 1 has_settled
}
has_settled() {
  journal "MESSAGE_ID=$(message_id "$waiting_for")" SINERGI_WORKFLOW=uji-hidup | wc -l |
    awk -v had="$had" '{print ($1 > had)}'
}
expect_reload() { # NAME KIND
  waiting_for=$2
  had=$(journal "MESSAGE_ID=$(message_id "$2")" SINERGI_WORKFLOW=uji-hidup | wc -l)
  reload "$1"
  wait_for active in_box systemctl is-active sinergid
  same "$1: same process" "$(show MainPID)" "$pid"
}

definitions() {
  pid=$(show MainPID)
  definition selesai
  expect_reload "a good definition is taken into use" definitionLoaded
  like "an agreement starts by it" "$(ctl start uji-hidup --as "$person" --json; ctl list --json)" 'UJI'
  definition selsai
  expect_reload "a bad definition is refused" definitionRefused
  like "the refusal says where and what" \
    "$(journal "MESSAGE_ID=$(message_id definitionRefused)")" 'uji-hidup\.yaml:[0-9]+.*selsai'
  like "the good one stays in use" "$(ctl start uji-hidup --as "$person" --json; ctl list --json)" \
    'UJI\\?/[0-9]+\\?/0*2'
  definition selesai
}

watchdog() {
  put /etc/systemd/system/sinergid.service.d/watchdog.conf <<'C'
[Service]
WatchdogSec=2s
TimeoutAbortSec=1s
C
  in_box systemctl daemon-reload
  in_box systemctl restart sinergid
  wait_for active in_box systemctl is-active sinergid
  local before
  before=$(show NRestarts)
  in_box systemctl kill -s STOP sinergid
  wait_for $((before + 1)) show NRestarts && ok "a hung daemon is restarted by the watchdog"
  wait_for active in_box systemctl is-active sinergid
  like "the journal says why" "$(in_box journalctl -u sinergid -o cat --no-pager)" 'Watchdog timeout'
  kept "after the watchdog"
}

killed() {
  local before
  before=$(show NRestarts)
  in_box systemctl kill -s KILL sinergid
  wait_for $((before + 1)) show NRestarts && ok "a killed daemon is restarted"
  same "its socket stayed" "$(in_box systemctl is-active sinergid.socket)" active
  kept "after kill -9"
}

power_cycle() {
  "$here/boot-systemd.sh" kill "$box" && "$here/boot-systemd.sh" boot "$box" ||
    fail "the machine boots again"
  in_box systemctl start sinergid.socket
  kept "after all of the machine was killed"
  wait_for active in_box systemctl is-active sinergid
}

journal_fields() {
  local lines
  lines=$(journal "SINERGI_INSTANCE=${reference:-none}")
  like "the journal has the instance" "$lines" '"SINERGI_INSTANCE"'
  like "the journal has the workflow" "$lines" "\"SINERGI_WORKFLOW\":\"$workflow\""
  like "the journal has the state" "$lines" "\"SINERGI_STATE\":\"[^\"]*$first_state"
  like "a start has its identity" "$lines" "\"MESSAGE_ID\":\"$(message_id agreementStarted)\""
  like "a step has its identity" "$lines" "\"MESSAGE_ID\":\"$(message_id stepTaken)\""
  like "systemd vouches for the sender" "$lines" '"_SYSTEMD_UNIT":"sinergid.service"'
  unlike "nothing complains on stderr" "$(in_box journalctl -u sinergid _TRANSPORT=stdout \
    -o cat --no-pager -q)" 'Fatal|error|Failed'
}

clean_stop() {
  local begin end
  begin=$(date +%s%N)
  in_box systemctl stop sinergid.socket sinergid.service
  end=$(date +%s%N)
  same "a stop is a success" "$(show Result)" success
  local took=$(((end - begin) / 1000000))
  if [ $took -lt $stop_within_ms ]; then ok "a stop takes $took ms"; else fail "a stop takes $took ms"; fi
  same "the socket's node is gone" \
    "$(in_box sh -c 'test -e /run/sinergi/sinergi.sock && echo there || echo gone')" gone
  like "the state stays" "$(in_box ls /var/lib/private/sinergi)" 'sinergi\.sqlite'
}

for program in sinergid sinergictl; do
  if [ ! -x "$build/$program" ]; then
    echo "FAIL cannot show a life: $build/$program is missing; build it first"
    exit 1
  fi
done
trap finish EXIT
"$here/boot-systemd.sh" start "$box" || exit 1
install_daemon || fail "everything is installed"
activation
agreement
definitions
watchdog
killed
journal_fields
power_cycle
clean_stop
echo "$fails failed"
exit $((fails > 0))
