import {Args, Flags} from '@oclif/core';
import {BaseCommand} from '../../cli/base-command.js';
import {describeBoard} from '../../composition/boards.js';
import {configurationLines} from '../../core/board/listing.js';
import {boardDetails, renderBoardDetails, type BoardDetails} from '../../report/boards.js';

export default class BoardsShow extends BaseCommand {
  static override summary = 'Show one board: its clusters, its knobs and their levels.';
  static override examples = [
    '<%= config.bin %> boards show tx2',
    '<%= config.bin %> boards show agx-xavier --configurations',
  ];
  static override args = {
    board: Args.string({description: 'Name of the board, as in `neuos boards list`.', required: true}),
  };
  static override flags = {
    configurations: Flags.boolean({
      description:
        'Print every configuration, a line each: index, per cluster kHz and cores online, GPU Hz, memory clock.',
    }),
  };

  override async run(): Promise<BoardDetails> {
    const {args, flags} = await this.parse(BoardsShow);
    const board = describeBoard(args.board);
    if (flags.configurations) {
      if (!this.jsonEnabled()) for (const line of configurationLines(board)) process.stdout.write(line);
      return {...boardDetails(board), configurationLines: [...configurationLines(board)]};
    }
    this.log(renderBoardDetails(boardDetails(board)));
    return boardDetails(board);
  }
}
