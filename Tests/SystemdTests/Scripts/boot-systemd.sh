#!/bin/bash
# boot-systemd.sh: boots a real systemd as PID 1 of its own pid, mount, network, uts, ipc and cgroup
# namespaces, on an overlay of the host's / (or of another root). The host's files stay untouched.
#
#   boot-systemd.sh start NAME [--cg v2|hybrid|v1] [--root DIR] [--layer DIR] [--bind SRC:DST[:ro]]...
#   boot-systemd.sh exec  NAME COMMAND...   run a command inside
#   boot-systemd.sh kill  NAME              kill -9 of PID 1: all processes gone, files stay
#   boot-systemd.sh boot  NAME              boot again on the same files
#   boot-systemd.sh stop  NAME              power off, unmount, remove
#
# --layer lays a folder's files over the root. Host /var/tmp/sdns/NAME/shared is /run/shared inside.
# Needs root with CAP_SYS_ADMIN and CAP_MKNOD, util-linux 2.38, iproute2, systemd.
set -eu
base=${SDNS_BASE:-/var/tmp/sdns}
command=${1:?} name=${2:?}
shift 2
top=$base/$name
path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

cgroups_v1() { awk '$3=="cgroup" {print $2}' /proc/mounts | sort -u; }
cgroup_v2() { awk '$3=="cgroup2" {print $2; exit}' /proc/mounts; }

# Every cgroup folder of the host in which the container has one of its own.
host_cgroups() {
  cgroup_v2
  [ "$(cat "$top/conf/cg")" = v2 ] || cgroups_v1
}

join_cgroups() { # PID SUBFOLDER
  local c
  for c in $(host_cgroups); do echo "$1" >"$c/$2/cgroup.procs"; done
}

make_cgroups() {
  local c
  if [ -z "$(cgroup_v2)" ]; then
    mkdir -p "$top/cg2"
    mount -t cgroup2 cgroup2 "$top/cg2"
  fi
  for c in $(host_cgroups); do
    mkdir -p "$c/sdns-$name"
    # A v1 cpuset takes nobody in before it is told its cpus.
    if [ -e "$c/sdns-$name/cpuset.cpus" ] && [ -e "$c/cpuset.cpus" ]; then
      cat "$c/cpuset.cpus" >"$c/sdns-$name/cpuset.cpus"
      cat "$c/cpuset.mems" >"$c/sdns-$name/cpuset.mems"
    fi
  done
}

# What outlives this script must not hold what its caller waits for the closing of.
close_descriptors() {
  local fd
  for fd in $(ls "/proc/$BASHPID/fd"); do
    if [ "$fd" -gt 2 ]; then eval "exec $fd>&-"; fi
  done
}

boot() {
  local outer pid= i
  make_cgroups
  rm -f "$top/conf/state"
  (
    close_descriptors
    join_cgroups "$BASHPID" "sdns-$name"
    exec env -i PATH="$PATH" SDNS_TOP="$top" \
      unshare --mount --pid --fork --kill-child --net --uts --ipc --cgroup --propagation private \
      bash "$0" _inside "$name" </dev/null >>"$top/console.log" 2>&1
  ) &
  outer=$!
  for i in $(seq 500); do
    # Only once the subshell has become unshare(1): before that, its children are not our PID 1.
    if [ "$(cat /proc/$outer/comm 2>/dev/null)" = unshare ]; then
      pid=$(awk '{print $1}' "/proc/$outer/task/$outer/children" 2>/dev/null)
      [ -n "$pid" ] && break
    fi
    sleep 0.01
  done
  if [ -z "$pid" ]; then
    echo "cannot boot $name: no PID 1 appeared" >&2
    tail -20 "$top/console.log" >&2
    return 1
  fi
  echo "$pid" >"$top/conf/pid"
  echo "$outer" >"$top/conf/outer"
  # The waiting unshare(1) is of a foreign pid namespace, pid 0 inside: systemd stumbles over it.
  join_cgroups "$outer" .
  wait_until_up "$pid"
}

wait_until_up() { # PID
  local i
  for i in $(seq 1500); do
    if ! kill -0 "$1" 2>/dev/null; then
      echo "cannot boot $name: PID 1 died" >&2
      tail -20 "$top/console.log" >&2
      return 1
    fi
    if [ -S "/proc/$1/root/run/systemd/private" ]; then
      "$0" exec "$name" systemctl is-system-running >"$top/conf/state" 2>/dev/null || true
      case $(cat "$top/conf/state") in running | degraded) return 0 ;; esac
    fi
    sleep 0.02
  done
  echo "cannot boot $name: not up in 30 s, state $(cat "$top/conf/state")" >&2
  return 1
}

start() {
  local cg=v2 root=/ layer='' binds=''
  while [ $# -gt 0 ]; do
    case $1 in
    --cg) cg=$2 ;;
    --root) root=$2 ;;
    --layer) layer=$2 ;;
    --bind) binds="$binds $2" ;;
    *)
      echo "cannot start $name: unknown option $1" >&2
      exit 2
      ;;
    esac
    shift 2
  done
  if [ -e "$top" ]; then
    echo "cannot start $name: $top exists; stop it first" >&2
    exit 1
  fi
  mkdir -p "$top"
  mount -t tmpfs -o mode=755,size=4g "sdns-$name" "$top"
  mount --make-private "$top"
  mkdir -p "$top"/{upper,work,root,shared,conf}
  if [ -n "$layer" ]; then
    # Copied: overlayfs answers ELOOP for lower layers that lie in one another.
    mkdir "$top/layer"
    cp -a "$layer/." "$top/layer/"
    root=$top/layer:$root
  fi
  echo "$cg" >"$top/conf/cg"
  echo "$root" >"$top/conf/root"
  echo "$binds" >"$top/conf/binds"
  boot
}

inside() { # COMMAND...
  exec nsenter -t "$(cat "$top/conf/pid")" -m -p -n -u -i -C -r -w env -i PATH=$path \
    HOME=/root LANG=C.UTF-8 SYSTEMD_PAGER= SYSTEMD_COLORS=0 "$@"
}

kill_now() {
  local pid i
  pid=$(cat "$top/conf/pid")
  kill -9 "$pid"
  for i in $(seq 500); do
    [ -e "/proc/$pid" ] || break
    sleep 0.01
  done
}

stop() {
  local pid outer i c
  pid=$(cat "$top/conf/pid" 2>/dev/null || true)
  if [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; then
    kill -s RTMIN+4 "$pid" 2>/dev/null || true # what systemctl poweroff does
    for i in $(seq 750); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.02
    done
    if kill -0 "$pid" 2>/dev/null; then
      echo "power-off of $name timed out: killing it" >&2
      kill -9 "$pid"
      sleep 0.3
    fi
  fi
  outer=$(cat "$top/conf/outer" 2>/dev/null || true)
  if [ -n "$outer" ] && [ "$(cat "/proc/$outer/comm" 2>/dev/null)" = unshare ]; then
    kill -9 "$outer" 2>/dev/null || true # --kill-child: its namespaces die with it
  fi
  local cgroups
  cgroups=$(host_cgroups 2>/dev/null || true)
  for i in $(seq 10); do
    umount -R "$top" 2>/dev/null && break
    sleep 0.1
  done
  if mountpoint -q "$top"; then umount -l "$top"; fi
  rmdir "$top"
  for c in $cgroups; do
    for i in $(seq 5); do
      [ -d "$c/sdns-$name" ] || break
      find "$c/sdns-$name" -depth -type d -exec rmdir {} \; 2>/dev/null || true
      sleep 0.02
    done
  done
}

# --- what runs inside the new namespaces, before systemd ---

mount_kernel_files() { # ROOT
  local r=$1
  mount -t proc proc "$r/proc" -o nosuid,nodev,noexec
  # What a real boot sets; of this network namespace, so that the host does not see it.
  echo 512 >"$r/proc/sys/net/unix/max_dgram_qlen" || true
  # The rest of /proc/sys is the host's: read-only.
  mount --bind "$r/proc/sys" "$r/proc/sys"
  mount -o remount,bind,ro "$r/proc/sys"
  if [ -e "$r/proc/sysrq-trigger" ]; then
    mount --bind "$r/proc/sysrq-trigger" "$r/proc/sysrq-trigger"
    mount -o remount,bind,ro "$r/proc/sysrq-trigger"
  fi
  mount -t sysfs sysfs "$r/sys" -o nosuid,nodev,noexec,ro
}

mount_devices() { # ROOT
  local r=$1 n
  mount -t tmpfs -o mode=755,nosuid,strictatime,size=4m dev "$r/dev"
  mkdir "$r/dev/pts" "$r/dev/shm"
  for n in null:3 zero:5 full:7 random:8 urandom:9; do
    mknod -m 666 "$r/dev/${n%:*}" c 1 "${n#*:}"
  done
  mknod -m 666 "$r/dev/tty" c 5 0
  mknod -m 666 "$r/dev/fuse" c 10 229
  if [ -e /dev/loop-control ]; then # loop devices are global: the host sees them too
    mknod -m 600 "$r/dev/loop-control" c 10 237
    for n in 0 1 2 3 4 5 6 7; do mknod -m 600 "$r/dev/loop$n" b 7 $n; done
  fi
  ln -s /proc/self/fd "$r/dev/fd"
  ln -s fd/0 "$r/dev/stdin"
  ln -s fd/1 "$r/dev/stdout"
  ln -s fd/2 "$r/dev/stderr"
  ln -s pts/ptmx "$r/dev/ptmx"
  mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$r/dev/pts"
  mount -t tmpfs -o mode=1777,nosuid,nodev shm "$r/dev/shm"
}

mount_cgroups() { # ROOT KIND
  local r=$1/sys/fs/cgroup c b o
  if [ "$2" = v2 ]; then
    mount -t cgroup2 -o rw,nosuid,nodev,noexec,nsdelegate cgroup2 "$r" 2>/dev/null ||
      mount -t cgroup2 -o rw,nosuid,nodev,noexec cgroup2 "$r"
    return
  fi
  mount -t tmpfs -o mode=755,nosuid,nodev,noexec cg "$r"
  for c in $(cgroups_v1); do
    case $c in "$1"/*) continue ;; esac
    b=$(basename "$c")
    o=$b
    [ "$b" = systemd ] && o=none,name=systemd
    mkdir "$r/$b"
    mount -t cgroup -o "$o" cgroup "$r/$b"
  done
  if [ "$2" = hybrid ]; then
    mkdir "$r/unified"
    mount -t cgroup2 cgroup2 "$r/unified"
  fi
  mount -o remount,ro "$r"
}

# A private identity; nothing of the host's enabled units starts, nothing touches the host's kernel.
prepare_files() { # ROOT
  local r=$1 u
  local units=$r/etc/systemd/system
  rm -rf "$units"/*.wants "$r"/etc/systemd/user/*.wants "$r/var/log/journal"
  mkdir -p "$r"/var/log/journal "$r"/etc/systemd/{journald,system}.conf.d
  tr -d - </proc/sys/kernel/random/uuid >"$r/etc/machine-id"
  printf '%s\n' '[Journal]' Storage=persistent Audit= ReadKMsg=no RateLimitIntervalSec=0 \
    SyncIntervalSec=1s ForwardToWall=no >"$r/etc/systemd/journald.conf.d/10-test.conf"
  printf '%s\n' '[Manager]' DefaultTimeoutStopSec=10s ShowStatus=no \
    >"$r/etc/systemd/system.conf.d/10-test.conf"
  for u in sysctl modules-load timesyncd udevd udev-trigger networkd resolved update-utmp \
    random-seed binfmt firstboot pstore tpm2-setup tpm2-setup-early; do
    ln -sf /dev/null "$units/systemd-$u.service"
  done
  for u in modprobe@.service systemd-udevd-kernel.socket systemd-udevd-control.socket \
    systemd-journald-audit.socket sys-kernel-debug.mount sys-kernel-tracing.mount \
    sys-kernel-config.mount sys-fs-fuse-connections.mount dev-hugepages.mount \
    proc-sys-fs-binfmt_misc.automount dev-mqueue.mount tmp.mount getty.target; do
    ln -sf /dev/null "$units/$u"
  done
  printf '%s\n' '[Unit]' Requires=basic.target \
    'After=basic.target dbus.socket systemd-tmpfiles-setup.service' \
    'Wants=dbus.socket systemd-tmpfiles-setup.service' AllowIsolate=yes >"$units/sdns.target"
  rm -f "$r/etc/fstab"
  : >"$r/etc/fstab"
}

bind_folders() { # ROOT
  local b s d m
  for b in $(cat "$SDNS_TOP/conf/binds"); do
    IFS=: read -r s d m <<<"$b"
    mkdir -p "$1$d"
    mount --rbind "$s" "$1$d"
    if [ "${m:-}" = ro ]; then mount -o remount,bind,ro "$1$d"; fi
  done
}

become_systemd() {
  local r=$SDNS_TOP/root
  mount --make-rprivate /
  ip link set lo up
  mount -t overlay overlay -o \
    "lowerdir=$(cat "$SDNS_TOP/conf/root"),upperdir=$SDNS_TOP/upper,workdir=$SDNS_TOP/work" "$r"
  mount_kernel_files "$r"
  mount_devices "$r"
  mount -t tmpfs -o mode=755,nosuid,nodev run "$r/run"
  mount -t tmpfs -o mode=1777,nosuid,nodev tmp "$r/tmp"
  mkdir -p "$r/run/shared"
  mount --bind "$SDNS_TOP/shared" "$r/run/shared"
  bind_folders "$r"
  mount_cgroups "$r" "$(cat "$SDNS_TOP/conf/cg")"
  echo "sdns-$name" >"$r/etc/hostname"
  if [ ! -e "$SDNS_TOP/conf/booted" ]; then
    prepare_files "$r"
    touch "$SDNS_TOP/conf/booted"
  fi
  cd "$r"
  mkdir -p .old
  pivot_root . .old
  umount -l /.old
  # systemd does not do this itself in a container; LoadCredential= and mounts of units need it.
  mount --make-rshared /
  # CLOCK_REALTIME is not namespaced: without this, setting it inside would set the host's.
  exec setpriv --bounding-set=-sys_time --inh-caps=-sys_time \
    env -i container=sdns PATH=$path LANG=C.UTF-8 TERM=dumb \
    /lib/systemd/systemd --system --unit=sdns.target --log-target=journal-or-kmsg --show-status=no
}

case $command in
start) start "$@" ;;
boot) boot ;;
exec) inside "$@" ;;
kill) kill_now ;;
stop) stop ;;
_inside) become_systemd ;;
*)
  echo "cannot $command: start, boot, exec, kill or stop" >&2
  exit 2
  ;;
esac
