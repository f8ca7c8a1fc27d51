import Table from 'cli-table3';

const PLAIN = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/**
 * Columns without lines, the first one left-aligned, the others right-aligned.
 *
 * @param rows - cells; the header is the first row.
 */
export function renderTable(rows: readonly (readonly string[])[]): string {
  const columns = rows[0]?.length ?? 0;
  const table = new Table({
    chars: PLAIN,
    style: {'padding-left': 0, 'padding-right': 0, head: [], border: []},
    colAligns: Array.from({length: columns}, (_, column) => (column === 0 ? 'left' : 'right')),
  });
  table.push(...rows.map((cells) => [...cells]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
