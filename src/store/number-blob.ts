/** Typed arrays as BLOBs, in the byte order of every machine that neuos runs on: little-endian. */

export function toBlob(values: Float32Array | Float64Array | Uint16Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

export function float32Of(blob: Buffer): Float32Array {
  return new Float32Array(copyOf(blob));
}

export function float64Of(blob: Buffer): Float64Array {
  return new Float64Array(copyOf(blob));
}

export function uint16Of(blob: Buffer): Uint16Array {
  return new Uint16Array(copyOf(blob));
}

/** A BLOB's bytes start anywhere; typed arrays want them aligned. */
function copyOf(blob: Buffer): ArrayBuffer {
  const bytes = new ArrayBuffer(blob.byteLength);
  new Uint8Array(bytes).set(blob);
  return bytes;
}
