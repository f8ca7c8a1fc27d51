import {BaseCommand} from '../../cli/base-command.js';
import {boardSummaries} from '../../composition/boards.js';
import {renderBoards, type BoardSummary} from '../../report/boards.js';

export default class BoardsList extends BaseCommand {
  static override summary = 'List the boards neuos knows.';
  static override examples = ['<%= config.bin %> boards list'];

  override async run(): Promise<{readonly boards: readonly BoardSummary[]}> {
    await this.parse(BoardsList);
    const boards = await boardSummaries();
    this.log(renderBoards(boards));
    return {boards};
  }
}
