import type {InstanceSpec} from '../schedule/instance.js';

/** Cohorts that an evaluation makes of any list of networks. */
export const COHORT_SHAPES = ['small', 'medium', 'large', 'mixed'] as const;

/** One of {@link COHORT_SHAPES}. */
export type CohortShape = (typeof COHORT_SHAPES)[number];

/** Which network each instance runs (a place in the list, counted round), and how often relative to the others. */
const MEMBERS: Readonly<Record<CohortShape, readonly {readonly network: number; readonly rate: number}[]>> = {
  small: [{network: -1, rate: 1}],
  medium: [
    {network: 0, rate: 1},
    {network: 2, rate: 1},
    {network: 3, rate: 1},
  ],
  large: [0, 1, 2, 3, 0, 1].map((network) => ({network, rate: 1})),
  mixed: [
    {network: 0, rate: 4},
    {network: 1, rate: 4},
    {network: 2, rate: 1},
    {network: 3, rate: 2},
  ],
};

/** How tight a cohort's time is, and when its jobs come. */
export interface CohortTiming {
  /** Time there is, relative to the work at the reference: 1.2 leaves a sixth of it idle. */
  readonly deadlineFactor: number;
  /** Relative deadline as a share of the period. */
  readonly deadlineShare: number;
  /** Whether releases are spread over the period, or all come at once. */
  readonly withOffsets: boolean;
}

/**
 * The instances of a shape: periods in proportion to the rates, so that the work at the reference takes `1 /
 * deadlineFactor` of the time.
 *
 * @param referenceUs - time of each network's job at the reference, µs.
 */
export function shapeInstances(
  shape: CohortShape,
  referenceUs: readonly number[],
  {deadlineFactor, deadlineShare, withOffsets}: CohortTiming,
): readonly InstanceSpec[] {
  const members = MEMBERS[shape].map(({network, rate}) => ({
    network: (network + referenceUs.length) % referenceUs.length,
    rate,
  }));
  const roundUs = members.reduce((total, {network, rate}) => total + rate * (referenceUs[network] ?? 0), 0);
  return members.map(({network, rate}, index) => {
    const periodUs = (deadlineFactor * roundUs) / rate;
    return {
      name: `${shape}-${index}`,
      network,
      periodUs,
      relativeDeadlineUs: deadlineShare * periodUs,
      offsetUs: withOffsets ? (index * periodUs) / members.length : 0,
      // Every policy does the same work: a late job is finished, and none is left out.
      onMiss: 'finish',
      criticality: 1,
    };
  });
}
