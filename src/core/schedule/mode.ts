/** What a cohort is run for; can be changed while it runs. */
export const MODES = ['min-energy', 'max-accuracy', 'balanced'] as const;
export type Mode = (typeof MODES)[number];
