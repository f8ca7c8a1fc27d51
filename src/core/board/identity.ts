import type {BoardDescription} from './board.js';

/** What a machine says of itself. */
export interface BoardIdentity {
  /** The device tree's model string. */
  readonly model?: string;
  /** The device tree's compatible strings, most specific first. */
  readonly compatible: readonly string[];
  /** Board ids and the device tree's name: more places for part numbers. */
  readonly hints: readonly string[];
  /** Release of the vendor's Linux: `32.7.1`. */
  readonly l4t?: string;
  readonly kernel?: string;
}

/** Generation of the SDK by major release of the vendor's Linux. */
const JETPACK_OF_L4T: Readonly<Record<string, string>> = {
  28: '3',
  32: '4',
  34: '5',
  35: '5',
  36: '6',
  38: '7',
  39: '7',
};

/** The SDK's generation, such as `4`; undefined off the vendor's Linux. */
export function jetpackGeneration({l4t}: BoardIdentity): string | undefined {
  return l4t === undefined ? undefined : JETPACK_OF_L4T[l4t.split('.')[0] ?? ''];
}

/** Name of the chip in the last compatible string: `tegra194`. */
export function socOf({compatible}: BoardIdentity): string | undefined {
  return compatible.at(-1)?.split(',')[1];
}

/**
 * The board that a machine is: of the boards with its chip, the one with the longest part number that the machine
 * names, or else the one with its model string. Undefined when it is none of them.
 */
export function recognizeBoard(
  identity: BoardIdentity,
  boards: readonly BoardDescription[],
): BoardDescription | undefined {
  const soc = socOf(identity);
  const candidates = boards.filter(({hardware}) => hardware !== undefined && hardware.soc === soc);
  const texts = [...identity.compatible, ...identity.hints];
  const matches = candidates
    .flatMap((board) => (board.hardware?.parts ?? []).map((part) => ({board, part})))
    .filter(({part}) => texts.some((text) => text.includes(part)))
    .toSorted((a, b) => b.part.length - a.part.length);
  const byModel = candidates.find(({hardware}) => hardware?.models.includes(identity.model ?? ''));
  return matches[0]?.board ?? byModel;
}
