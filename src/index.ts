/** The library face: what a program that embeds a cohort imports. */

export {CohortState, InstanceState} from './core/schedule/cohort-state.js';
export type {InstanceSpec, Job} from './core/schedule/instance.js';
export type {AnswerEngine, JobAnswers, LayerExecution, Machine} from './core/schedule/machine.js';
export {MODES, type Mode} from './core/schedule/mode.js';
export type {IdlePlan, Policy, PolicyDecision} from './core/schedule/policy.js';
export {MaxNPolicy} from './core/schedule/policies/max-n.js';
export {NeuosPolicy, type NeuosPolicyOptions} from './core/schedule/policies/neuos.js';
export type {CohortObserver, CohortRun, JobRecord} from './core/schedule/records.js';
export {summarize, type CohortSummary} from './core/schedule/summary.js';
export type {StoredTables, TableStore} from './core/tables/table-store.js';
export type {Tables} from './core/tables/tables.js';
export {runCohort} from './services/run-cohort.js';
export type {RunCohortInputs} from './services/run-cohort-inputs.js';
export {openTableStore} from './composition/tables.js';
