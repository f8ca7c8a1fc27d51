# A whole sweep over what the kernel offers, while readings move; then every clock as it was.
. /share/test/vm-board/scenarios/common.sh
poking & P=$!
state > /out/state-before
neuos boards probe --json > /out/probe.json
neuos profile --board linux --model /out/tiny.onnx --batch 1 --approximations 0 --transitions --profile /tmp/sweep.sqlite --json > /out/profile.json
echo $? > /out/status
state > /out/state-after
neuos build-tables --profile /tmp/sweep.sqlite --table /tmp/linux.tables.sqlite --json > /out/tables.json
kill $P; cp /tmp/sweep.sqlite /out/sweep.sqlite; ls /var/lib/neuos > /out/left
exit 0
