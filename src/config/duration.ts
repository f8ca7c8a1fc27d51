const UNITS_US: Readonly<Record<string, number>> = {us: 1, µs: 1, ms: 1e3, s: 1e6};

/** Reads `80ms`, `0.5s`, `300us` into µs; undefined when it is none of these. */
export function parseDurationUs(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(us|µs|ms|s)$/.exec(text.trim());
  const unit = UNITS_US[match?.[2] ?? ''];
  return match === null || unit === undefined ? undefined : Number(match[1]) * unit;
}
