#!/bin/bash
# build.sh: everything run.sh needs, from Debian packages, under $W (default: the user's cache); nothing where it is there.
# needs: root or a user who may `apt-get download`; gcc-12, make, python3 on the host; qemu-system-x86 installed
# Exit status: 77 where this machine cannot have it (no root, no network, another distribution), said in the last line.
set -e -o pipefail
S=$(cd "$(dirname "$0")" && pwd); W=${W:-${XDG_CACHE_HOME:-$HOME/.cache}/neuos/vm-board}
cannot() { echo "no virtual machine here: $*" >&2; exit 77; }
sum=$(cd $S && cat build.sh run.sh acpi/* guest/* mod/* | sha256sum)
[ -e $W/built ] && [ "$(cat $W/built)" = "$sum" ] && command -v qemu-system-x86_64 >/dev/null && exit 0
[ "$(uname -m)" = x86_64 ] || cannot "its kernel and modules are those of x86_64"
command -v apt-get >/dev/null || cannot "its parts are Debian packages, and there is no apt-get"
apt-get update >/dev/null 2>&1 || true
mkdir -p $W; cd $W; rm -rf built debs k h t bb mod guest; mkdir -p debs t mod acpi
need() { command -v $1 >/dev/null || apt-get install -y --no-install-recommends $2 >/dev/null 2>&1 || cannot "$2 cannot be installed"; }
need qemu-system-x86_64 qemu-system-x86
for c in gcc-12 make python3 dpkg; do need $c $c; done
IMG=$(apt-cache depends linux-image-amd64 2>/dev/null | awk '/Depends:/{print $2; exit}'); V=${IMG#linux-image-}; B=${V%-amd64}   # 6.1.0-56-amd64 on 2026-11
case $V in 6.1.*) ;; *) cannot "the packages offer no kernel 6.1 but '$V'";; esac
(cd debs; apt-get download $IMG linux-headers-$V linux-headers-$B-common linux-kbuild-6.1 linux-source-6.1 busybox-static cpio acpica-tools >/dev/null 2>&1) || cannot "its packages cannot be downloaded"
dpkg -x debs/${IMG}_*.deb k; dpkg -x debs/busybox-static_*.deb bb
for d in cpio acpica-tools; do dpkg -x debs/${d}_*.deb t; done
for d in linux-headers-$V linux-headers-$B-common linux-kbuild-6.1; do dpkg -x debs/${d}_*.deb h; done
dpkg --fsys-tarfile debs/linux-source-6.1_*.deb | tar xOf - ./usr/src/linux-source-6.1.tar.xz | xz -dc | tar xf - -C . --wildcards linux-source-6.1/drivers/hwmon/ina3221.c 'linux-source-6.1/drivers/devfreq/govern*'
rm -f mod/*.ko mod/*.o; cp linux-source-6.1/drivers/hwmon/ina3221.c linux-source-6.1/drivers/devfreq/governor{.h,_userspace.c,_performance.c,_powersave.c} mod/
[ $W = $S ] || { cp $S/mod/{of_shim.h,ina-board.c,fakegpu.c,Makefile} mod/; cp -r $S/guest .; cp $S/acpi/pss.dsl acpi/; cp $S/run.sh .; }
sed -i "s#^include .*/linux-headers-$B-common/Makefile#include $W/h/usr/src/linux-headers-$B-common/Makefile#" h/usr/src/linux-headers-$V/Makefile
nice make -s -C $W/h/usr/src/linux-headers-$V M=$W/mod modules
t/usr/bin/iasl -p acpi/pss acpi/pss.dsl >/dev/null
for c in readbench jitter; do gcc-12 -O2 -static -Wall -o guest/$c guest/$c.c; done
# uncompressed ELF kernel: QEMU's PVH entry skips BIOS + decompressor (saves ~3 s under TCG)
python3 - k/boot/vmlinuz-$V vmlinux.elf <<'P'
import lzma,sys
b=open(sys.argv[1],'rb').read(); o=lzma.LZMADecompressor().decompress(b[b.find(b'\xfd7zXZ\0'):]); assert o[:4]==b'\x7fELF'; open(sys.argv[2],'wb').write(o)
P
R=rootfs; rm -rf $R; mkdir -p $R/{bin,mod,proc,sys,dev,tmp,usr}; cp bb/bin/busybox $R/bin/
L="netfs fscache 9pnet 9p virtio_ring virtio virtio_pci_modern_dev virtio_pci_legacy_dev virtio_pci 9pnet_virtio i2c-dev"
for m in $L i2c-piix4 i2c-stub cpufreq_userspace acpi-cpufreq governor_simpleondemand cpufreq_powersave; do cp $(find k/lib/modules/$V -name $m.ko) $R/mod/; done
cp mod/*.ko $R/mod/; echo $L ina3221 > $R/modules.order
install -m755 guest/init $R/init; cp guest/guest-test guest/guest-extra guest/readbench guest/jitter $R/
(cd $R && find . | ../t/bin/cpio -o -H newc --quiet) > initrd.cpio
echo "$sum" > built
