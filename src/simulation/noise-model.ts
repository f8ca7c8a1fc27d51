/**
 * Noise of execution, the same for every simulated board.
 *
 * **Source:** assumed, as stated in docs/simulation.md: jitter of 2 % and a rare interference that costs 30 to 100 %.
 */
export const LATENCY_JITTER = 0.02;
export const SPIKE_PROBABILITY = 0.003;
export const SPIKE_LOW = 1.3;
export const SPIKE_HIGH = 2;
