#!/bin/bash
# build.sh: everything run.sh needs, from Debian packages, under $W (default: the user's cache); nothing where it is there.
# needs: root or a user who may `apt-get download`; gcc-12, make, python3 on the host; qemu-system-x86 installed
set -e -o pipefail
S=$(cd "$(dirname "$0")" && pwd); W=${W:-${XDG_CACHE_HOME:-$HOME/.cache}/neuos/vm-board}
[ -e $W/initrd.cpio ] && [ -e $W/vmlinux.elf ] && cmp -s $S/guest/init $W/guest/init && command -v qemu-system-x86_64 >/dev/null && exit 0
apt-get update >/dev/null 2>&1 || true
mkdir -p $W/{debs,t,mod,acpi}; cd $W
command -v qemu-system-x86_64 >/dev/null || apt-get install -y --no-install-recommends qemu-system-x86
for c in gcc-12 make python3 dpkg; do command -v $c >/dev/null || apt-get install -y --no-install-recommends $c; done
IMG=$(apt-cache depends linux-image-amd64 | awk '/Depends:/{print $2; exit}'); V=${IMG#linux-image-}; B=${V%-amd64}   # 6.1.0-56-amd64 on 2026-11
(cd debs; apt-get download $IMG linux-headers-$V linux-headers-$B-common linux-kbuild-6.1 linux-source-6.1 busybox-static cpio acpica-tools >/dev/null 2>&1)
dpkg -x debs/${IMG}_*.deb k; dpkg -x debs/busybox-static_*.deb bb
for d in cpio acpica-tools; do dpkg -x debs/${d}_*.deb t; done
for d in linux-headers-$V linux-headers-$B-common linux-kbuild-6.1; do dpkg -x debs/${d}_*.deb h; done
dpkg --fsys-tarfile debs/linux-source-6.1_*.deb | tar xOf - ./usr/src/linux-source-6.1.tar.xz | xz -dc | tar xf - -C . --wildcards linux-source-6.1/drivers/hwmon/ina3221.c 'linux-source-6.1/drivers/devfreq/govern*'
rm -f mod/*.ko mod/*.o; cp linux-source-6.1/drivers/hwmon/ina3221.c linux-source-6.1/drivers/devfreq/governor{.h,_userspace.c,_performance.c,_powersave.c} mod/
[ $W = $S ] || { cp $S/mod/{of_shim.h,ina-board.c,fakegpu.c,Makefile} mod/; cp -r $S/guest .; cp $S/acpi/pss.dsl acpi/; cp $S/run.sh .; }
sed -i "s#^include .*/linux-headers-$B-common/Makefile#include $W/h/usr/src/linux-headers-$B-common/Makefile#" h/usr/src/linux-headers-$V/Makefile
nice make -s -C $W/h/usr/src/linux-headers-$V M=$W/mod modules
t/usr/bin/iasl -p acpi/pss acpi/pss.dsl >/dev/null
gcc -O2 -static -o guest/readbench guest/readbench.c
# uncompressed ELF kernel: QEMU's PVH entry skips BIOS + decompressor (saves ~3 s under TCG)
python3 - k/boot/vmlinuz-$V vmlinux.elf <<'P'
import lzma,sys
b=open(sys.argv[1],'rb').read(); o=lzma.LZMADecompressor().decompress(b[b.find(b'\xfd7zXZ\0'):]); assert o[:4]==b'\x7fELF'; open(sys.argv[2],'wb').write(o)
P
R=rootfs; rm -rf $R; mkdir -p $R/{bin,mod,proc,sys,dev,tmp,usr}; cp bb/bin/busybox $R/bin/
L="netfs fscache 9pnet 9p virtio_ring virtio virtio_pci_modern_dev virtio_pci_legacy_dev virtio_pci 9pnet_virtio i2c-dev"
for m in $L i2c-piix4 i2c-stub cpufreq_userspace acpi-cpufreq governor_simpleondemand cpufreq_powersave; do cp $(find k/lib/modules/$V -name $m.ko) $R/mod/; done
cp mod/*.ko $R/mod/; echo $L ina3221 > $R/modules.order
install -m755 guest/init $R/init; cp guest/guest-test guest/guest-extra guest/readbench $R/
(cd $R && find . | ../t/bin/cpio -o -H newc --quiet) > initrd.cpio
