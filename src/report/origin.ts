import type {Origin} from '../core/profile.js';

const LABELS: Readonly<Record<Origin, string>> = {
  simulated: 'SIMULATED: no number here was measured on a board',
  measured: 'measured on this board',
  replayed: 'REPLAYED from recorded measurements',
};

/** Says where numbers come from; stands on whatever is shown of them. */
export function originLabel(origin: Origin): string {
  return LABELS[origin];
}
