/** What the plans of one network are made of: the costs of its layers and of switching, over a slow state's candidates. */
export interface PlanCosts {
  readonly layerCount: number;
  readonly candidateCount: number;
  /** Latency, µs: `[layer × candidates + candidate]`. */
  readonly latencyUs: Float32Array;
  /** Energy above the rest power, µJ; same shape. */
  readonly energyUj: Float32Array;
  /** Time of a switch, µs: `[from × candidates + to]`. */
  readonly switchUs: Float32Array;
  /** Energy of a switch above the rest power, µJ; same shape. Nothing runs meanwhile. */
  readonly switchUj: Float32Array;
  /** Candidate in which the board rests. */
  readonly rest: number;
  /** Time of each candidate for all networks together, relative to the fastest: free of most noise. */
  readonly relativeTime: Float64Array;
}
