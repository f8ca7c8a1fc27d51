# Rails of another board: labels, totals, and register changes as mW. The arguments of as_board are in /out/board.sh.
. /share/test/vm-board/scenarios/common.sh
. /out/board.sh
neuos boards probe --root /board --json > /out/before.json
poke 0x40 0x02 4896; poke 0x40 0x01 $((40000 / 5))
neuos boards probe --root /board --json > /out/after.json
