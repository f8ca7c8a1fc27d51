# Sweeps that are ended by signals, and one that is killed and restored.
. /share/test/vm-board/scenarios/common.sh
poking & P=$!
NOTE=/var/lib/neuos/board-state.json
state > /out/state-before
begin() {
  node /share/bin/run.js profile --board linux --model /out/tiny.onnx --batch 1 --approximations 0 --profile /tmp/$1.sqlite > /out/$1.out 2>&1 & S=$!
  waiting_for "[ -e $NOTE ]"; sleep 3; state > /out/$1.during
}
for signal in INT TERM HUP; do
  begin $signal; kill -$signal $S; wait $S; echo $? > /out/$signal.status; state > /out/$signal.after
done
begin KILL; kill -KILL $S; wait $S; echo $? > /out/KILL.status
state > /out/KILL.after
neuos profile --board linux --model /out/tiny.onnx --batch 1 --approximations 0 --profile /tmp/KILL.sqlite > /out/refused 2>&1; echo $? > /out/refused.status
neuos restore --dry-run > /out/dry-run; state > /out/dry-run.after
neuos restore > /out/restored; state > /out/restored.after
kill $P; ls /var/lib/neuos > /out/left
exit 0
