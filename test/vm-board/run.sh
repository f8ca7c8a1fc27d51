#!/bin/bash
# run.sh [-w DIR] [-o DIR] [-b BOARD] [-c CPUS] [-t SECONDS] [TEST]
# Boots Debian's kernel with the real ina3221, acpi-cpufreq and devfreq under QEMU (TCG) and runs TEST in it
# as `sh TEST` (a path in the guest: /share/x.sh is DIR/x.sh); without TEST the built-in check runs.
#  -w DIR   shared read-only at /share (and the host's /usr at /usr, so node runs)
#  -o DIR   shared read-write at /out
#  -b BOARD none (plain new_device: no labels), or ina-board parameters joined by ':',
#           e.g. labels=VDD_IN,VDD_CPU_GPU_CV,VDD_SOC:shunts=5000,5000,5000:off=0,0,1:single=0,1
# Exit status: the guest test's; 124 timed out; 125 the guest gave no verdict.
S=$(cd "$(dirname "$0")" && pwd); W=$S; O=; B=; C=4; T=120
while getopts w:o:b:c:t: f; do case $f in w) W=$(realpath $OPTARG);; o) O=$(realpath $OPTARG);; b) B=board=$OPTARG;; c) C=$OPTARG;; t) T=$OPTARG;; *) exit 2;; esac; done; shift $((OPTIND-1))
[ -e $S/initrd.cpio ] && [ -e $S/vmlinux.elf ] || { echo "build it first: npm run vm:build" >&2; exit 125; }
L=$(mktemp); trap 'rm -f $L' EXIT
q=(-fsdev local,id=u,path=/usr,security_model=none,readonly=on,multidevs=remap -device virtio-9p-pci,fsdev=u,mount_tag=hostusr
   -fsdev local,id=w,path=$W,security_model=none,readonly=on,multidevs=remap -device virtio-9p-pci,fsdev=w,mount_tag=work)
a="host9p"; [ -n "$O" ] && { q+=(-fsdev local,id=o,path=$O,security_model=none -device virtio-9p-pci,fsdev=o,mount_tag=out); a="$a out9p"; }
[ -n "$B" ] && a="$a $B"; [ -n "$1" ] && a="$a test=$1"
# cpu: family 6 so that acpi-cpufreq does not refuse (QEMU's plain "max" is an AMD K8). UARTs 1..3: their scratch
# registers (0x2ff, 0x3ef, 0x2ef) are the "hardware" behind the ACPI thermal zone and the two P-state domains.
# in the foreground: whoever stops this script stops the machine with it
timeout --foreground -k 2 $T nice -n 5 qemu-system-x86_64 -accel tcg,thread=multi -cpu max,vendor=GenuineIntel,family=6,model=60,stepping=3 -smp $C,maxcpus=4 -m 1024 \
  -nodefaults -display none -monitor none -no-reboot -acpitable file=$S/acpi/pss.aml \
  -serial stdio -chardev null,id=n1 -chardev null,id=n2 -chardev null,id=n3 -device isa-serial,index=1,chardev=n1 -device isa-serial,index=2,chardev=n2 -device isa-serial,index=3,chardev=n3 \
  -kernel $S/vmlinux.elf -initrd $S/initrd.cpio -append "console=ttyS0 quiet panic=-1 $a" "${q[@]}" </dev/null 2>&1 | tr -d '\r' | tee $L
rc=${PIPESTATUS[0]}; [ $rc -ge 124 ] && exit 124
v=$(sed -n 's/^@@VERDICT \([0-9]*\)$/\1/p' $L | tail -1); exit ${v:-125}
