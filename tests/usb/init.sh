#!/bin/busybox sh
# The first process of the emulated machine. The system outside is its root, read-only below a layer in memory.
export PATH=/bin
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
for module in /modules/*; do
    case $module in
        *dummy_hcd*) insmod "$module" num=2 ;;
        *) insmod "$module" ;;
    esac || echo "@@ the kernel refused $module"
done
mkdir -p /outside /layer /root
mount -t 9p -o ro,trans=virtio,version=9p2000.L,msize=512000,cache=loose root /outside
mount -t tmpfs layer /layer
mkdir /layer/upper /layer/work
mount -t overlay -o lowerdir=/outside,upperdir=/layer/upper,workdir=/layer/work overlay /root
mount --bind /dev /root/dev
mkdir -p /root/dev/shm /root/dev/pts
mount -t tmpfs shm /root/dev/shm
mount -t devpts devpts /root/dev/pts
mount -t proc proc /root/proc
mount -t sysfs sysfs /root/sys
mount -t configfs configfs /root/sys/kernel/config
mount -t tmpfs run /root/run
ip link set lo up
# libusb hears of devices that come and go from the device daemon alone.
chroot /root /lib/systemd/systemd-udevd --daemon
chroot /root /bin/bash /WALLETSAFE_COMMAND 2>&1
echo "@@ status $?"
poweroff -f
