import type {Origin} from '../profile.js';
import type {Mode} from './mode.js';

/** Where one instance stands. */
export interface InstanceStatus {
  readonly name: string;
  readonly layers: number;
  /** Layer that runs now, or ran last. */
  layer: number;
  job: number;
  lagUs: number;
  variant: number;
  finished: number;
  missed: number;
}

/** Where a cohort stands: what the live view and `neuos ctl status` show. */
export interface CohortStatus {
  /** Whatever comes from a simulated board says so. */
  readonly origin: Origin;
  readonly board: string;
  readonly policy: string;
  /** Null under policies that have none. */
  mode: Mode | null;
  timeUs: number;
  configuration: number;
  /** Mean power since the start. */
  meanPowerMw: number;
  finished: number;
  readonly jobs: number;
  missed: number;
  readonly instances: readonly InstanceStatus[];
}
