import type {ProfileReader} from '../core/profile-store.js';
import {describeConfiguration} from '../core/board/configuration.js';
import type {Inspection, ProfileInspection} from '../report/inspection.js';
import {tablesReport} from '../report/tables-result.js';
import {describeBoard} from './boards.js';
import {openTableStore} from './tables.js';

/** Looks into a file of neuos. **Errors:** DataError when it is neither a profile nor a table file. */
export async function inspectFile(file: string): Promise<Inspection> {
  const {kindOfFile} = await import('../store/kind-of-file.js');
  if (kindOfFile(file) === 'table') return {kind: 'table', ...tablesReport((await openTableStore(file)).load(), file)};
  const {SqliteProfileStore} = await import('../store/sqlite-profile-store.js');
  const reader = new SqliteProfileStore(file, () => 0).openForReading();
  try {
    return inspectProfile(reader, file);
  } finally {
    reader.close();
  }
}

function inspectProfile(reader: ProfileReader, file: string): ProfileInspection {
  const {header} = reader;
  const board = describeBoard(header.identity.board);
  const reference = header.identity.configurationCount - 1;
  return {
    kind: 'profile',
    file,
    ...header,
    counts: reader.counts(),
    problems: reader.problems(),
    variantLosses: reader.variantLosses().length,
    approximations: reader.approximations().length,
    reference: {
      configuration: reference,
      description: describeConfiguration(
        board.space.at(reference),
        board.clusters.map(({name}) => name),
      ),
      rows: reader.measurementsAt(reference).filter(({row}) => row.variant === 0),
    },
  };
}
