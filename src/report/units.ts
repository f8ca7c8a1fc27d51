/** Numbers for people: three significant digits and a unit that fits. */

export function formatUs(us: number): string {
  if (us >= 1e6) return `${digits(us / 1e6)} s`;
  if (us >= 1e3) return `${digits(us / 1e3)} ms`;
  return `${digits(us)} µs`;
}

export function formatMw(mw: number): string {
  return mw >= 1e3 ? `${digits(mw / 1e3)} W` : `${digits(mw)} mW`;
}

export function formatUj(uj: number): string {
  if (uj >= 1e6) return `${digits(uj / 1e6)} J`;
  return uj >= 1e3 ? `${digits(uj / 1e3)} mJ` : `${digits(uj)} µJ`;
}

export function formatFlops(flops: number): string {
  return flops >= 1e9 ? `${(flops / 1e9).toFixed(2)} G` : `${(flops / 1e6).toFixed(1)} M`;
}

export function formatBytes(bytes: number): string {
  if (bytes >= 1e6) return `${digits(bytes / 1e6)} MB`;
  return bytes >= 1e3 ? `${digits(bytes / 1e3)} kB` : `${bytes} B`;
}

/** A share of 1 as per cent. */
export function formatShare(share: number, places = 1): string {
  return `${(share * 100).toFixed(places)} %`;
}

export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

function digits(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
