# Sourced by every scenario. The repository is at /share, results go to /out, the compiled command line is used.
export HOME=/tmp XDG_CACHE_HOME=/tmp
mkdir -p /etc; echo "root:x:0:0:root:/tmp:/bin/sh" > /etc/passwd
C=/sys/devices/system/cpu
neuos() { node /share/bin/run.js "$@"; }
# Everything that neuos may set.
state() { grep -H . $C/cpu[1-9]*/online $C/cpufreq/policy*/scaling_m??_freq /sys/class/devfreq/*/m??_freq 2>/dev/null; }
# Readings that move, as a real chip's do: current of the first rail between 1 and 2 A.
poking() { /jitter $N 0x40 0x01; }
# A root with this machine's /sys and another board's device tree.
as_board() {
  mkdir -p /board/sys /board/proc/device-tree /board/etc /board/var; mount -o bind /sys /board/sys
  printf "$1" > /board/proc/device-tree/compatible; printf "$2\000" > /board/proc/device-tree/model
  echo "$3" > /board/etc/nv_tegra_release
}
waiting_for() { n=0; while ! eval "$1"; do n=$((n + 1)); [ $n -gt 3000 ] && return 1; usleep 100000; done; }
