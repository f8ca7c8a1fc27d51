const UNITS_MW: Readonly<Record<string, number>> = {mW: 1, W: 1e3};

/** Reads `8W`, `7.5W`, `900mW` into mW; undefined when it is none of these. */
export function parsePowerMw(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(mW|W)$/.exec(text.trim());
  const unit = UNITS_MW[match?.[2] ?? ''];
  return match === null || unit === undefined ? undefined : Number(match[1]) * unit;
}
