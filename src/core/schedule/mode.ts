/** What a cohort is run for; can be changed while it runs. */
export const MODES = ['min-energy', 'max-accuracy', 'balanced'] as const;
/** One of {@link MODES}: M_P, M_A and balanced. */
export type Mode = (typeof MODES)[number];
