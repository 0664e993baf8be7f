#!/bin/bash
# with-journald.sh COMMAND...: runs COMMAND beside a real journald of its own, without systemd.
#
# Everything is private: mounts (tmpfs on /run and /var/log/journal, own machine-id), pids (all die
# with the command), network, IPC. The host's journal and files stay untouched. COMMAND finds
# journald's pid in $SINERGI_JOURNALD_PID. Needs root.
set -eu
if [ "${SINERGI_JOURNALD_INSIDE:-}" != 1 ]; then
  exec env SINERGI_JOURNALD_INSIDE=1 unshare --mount --pid --fork --kill-child --net --uts --ipc \
    --mount-proc --propagation private "$0" "$@"
fi
unset SINERGI_JOURNALD_INSIDE

ip link set lo up 2>/dev/null || true
mount -t tmpfs -o mode=755,size=256m tmpfs /run
mkdir -p /run/systemd/journal /run/log/journal /run/lock /run/systemd/system
if [ -d /var/log/journal ]; then mount -t tmpfs -o mode=755 tmpfs /var/log/journal; fi
echo 0123456789abcdef0123456789abcdef >/run/machine-id
mount --bind /run/machine-id /etc/machine-id
mkdir -p /run/systemd/journald.conf.d
# Audit= is empty: otherwise journald switches the kernel's auditing, which is not ours.
cat >/run/systemd/journald.conf.d/test.conf <<'C'
[Journal]
Storage=volatile
Audit=
ReadKMsg=no
RateLimitIntervalSec=0
RateLimitBurst=0
ForwardToSyslog=no
ForwardToConsole=no
ForwardToWall=no
MaxLevelStore=debug
SyncIntervalSec=1s
C

/lib/systemd/systemd-journald &
export SINERGI_JOURNALD_PID=$!
for _ in $(seq 500); do
  [ -S /run/systemd/journal/socket ] && [ -S /run/systemd/journal/stdout ] && break
  sleep 0.01
done
rc=0
"$@" || rc=$?
kill -CONT "$SINERGI_JOURNALD_PID" 2>/dev/null || true
kill -TERM "$SINERGI_JOURNALD_PID" 2>/dev/null || true
wait "$SINERGI_JOURNALD_PID" 2>/dev/null || true
exit $rc
