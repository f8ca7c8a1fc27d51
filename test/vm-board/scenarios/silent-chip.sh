# A chip in single-shot mode that never says that its conversion is ready.
. /share/test/vm-board/scenarios/common.sh
H=$(echo /sys/bus/i2c/drivers/ina3221/1-0040/hwmon/hwmon*)
poke 0x40 0x0f 0
node -e "try { require('fs').readFileSync('$H/in1_input') } catch (e) { console.log(e.code) }" > /out/ETIMEDOUT.code
state > /out/state-before
neuos profile --board linux --model /out/tiny.onnx --batch 1 --approximations 0 --profile /tmp/silent.sqlite > /out/silent 2>&1; echo $? > /out/silent.status
state > /out/silent.after
exit 0
