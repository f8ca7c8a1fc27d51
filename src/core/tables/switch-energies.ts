/**
 * Energy of each switch above the rest power, µJ. Nothing runs during a switch, but the board may already, or still, be at the
 * costlier of the two.
 *
 * **Shape:** `switchUs [from × candidates + to]` gives the same; `idlePowerMw [candidates]`.
 */
export function switchEnergiesUj(switchUs: Float32Array, idlePowerMw: Float32Array, restMw: number): Float32Array {
  const n = idlePowerMw.length;
  return switchUs.map((us, at) => {
    const powerMw = Math.max(idlePowerMw[Math.floor(at / n)] ?? 0, idlePowerMw[at % n] ?? 0) - restMw;
    return (us * powerMw) / 1000;
  });
}
