# What the kernel's drivers answer when a channel is off, a chip is silent, or gone in the middle of a sweep.
. /share/test/vm-board/scenarios/common.sh
H=$(echo /sys/bus/i2c/drivers/ina3221/1-0040/hwmon/hwmon*)
sweep() { neuos profile --board linux --model /out/tiny.onnx --batch 1 --approximations 0 --profile /tmp/$1.sqlite > /out/$1 2>&1; echo $? > /out/$1.status; }
state > /out/state-before
echo 0 > $H/in1_enable
node -e "try { require('fs').readFileSync('$H/in1_input') } catch (e) { console.log(e.code) }" > /out/ENODATA.code
neuos boards probe --json > /out/ENODATA.json
echo 1 > $H/in1_enable
echo 0 > $C/cpu1/online
node -e "try { require('fs').writeFileSync('$C/cpufreq/policy1/scaling_max_freq', '268000') } catch (e) { console.log(e.code) }" > /out/EBUSY.code
echo 1 > $C/cpu1/online
sweep frozen; state > /out/frozen.after
poking & P=$!
( waiting_for "[ -e /var/lib/neuos/board-state.json ]"; sleep 4; rmmod ina_board || rmmod ina-board ) &
sweep ENODEV; state > /out/ENODEV.after
kill $P; ls /var/lib/neuos > /out/left
exit 0
