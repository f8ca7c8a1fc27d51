import type {OperatorFit} from './fit-operator.js';

const LENGTH_BYTES = 4;

/** Fits of all variants of a network: `[layer][variant][operator]`. */
export type NetworkFits = readonly (readonly (readonly OperatorFit[])[])[];

/** A fit without the values of its weights, but with how many there are. */
interface FitRow extends Omit<OperatorFit, 'values'> {
  readonly lengths: readonly number[];
}

/** Length of the header as a 32-bit integer, the header as JSON, all values as 32-bit floats. */
export function encodeFits(fits: NetworkFits): Uint8Array {
  const rows = fits.map((layer) => layer.map((variant) => variant.map(toRow)));
  const header = Buffer.from(JSON.stringify(rows));
  const values = fits.flat(2).flatMap((fit) => fit.values);
  const floats = values.map(({buffer, byteOffset, byteLength}) => Buffer.from(buffer, byteOffset, byteLength));
  return Buffer.concat([Buffer.from(Uint32Array.of(header.length).buffer), header, ...floats]);
}

/** Fits as they were encoded. */
export function decodeFits(bytes: Buffer): NetworkFits {
  const start = LENGTH_BYTES + bytes.readUInt32LE(0);
  const rows = JSON.parse(bytes.toString('utf8', LENGTH_BYTES, start)) as readonly (readonly (readonly FitRow[])[])[];
  const floats = new Float32Array(bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length));
  let at = 0;
  const take = (length: number) => floats.slice(at, (at += length));
  return rows.map((layer) =>
    layer.map((variant) => variant.map(({lengths, ...fit}) => ({...fit, values: lengths.map(take)}))),
  );
}

function toRow({values, ...fit}: OperatorFit): FitRow {
  return {...fit, lengths: values.map(({length}) => length)};
}
