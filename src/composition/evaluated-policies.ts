import type {BoardDescription} from '../core/board/board.js';
import {powerModeConfiguration} from '../core/board/power-mode.js';
import {UsageError} from '../core/errors.js';
import type {EvaluatedPolicy} from '../core/evaluation/cell.js';
import type {InstanceSpec} from '../core/schedule/instance.js';
import type {Mode} from '../core/schedule/mode.js';
import type {Policy} from '../core/schedule/policy.js';
import {MaxNPolicy} from '../core/schedule/policies/max-n.js';
import {MaxQPolicy} from '../core/schedule/policies/max-q.js';
import {NeuosPolicy, type NeuosPolicyOptions} from '../core/schedule/policies/neuos.js';
import {NeuosPaperPolicy} from '../core/schedule/policies/neuos-paper.js';
import {OracleStaticPolicy} from '../core/schedule/policies/oracle-static.js';
import type {Strategy, Tables} from '../core/tables/tables.js';
import type {BoardTruth} from '../simulation/board-truth.js';
import type {RealisedWork} from '../simulation/oracles/realised-work.js';
import {bestStaticConfiguration, missesAtReference} from '../simulation/oracles/static-configuration.js';

/** Policies that run; bounds do not. */
export type RunnablePolicy = Exclude<EvaluatedPolicy, 'oracle-bound' | 'oracle-bound-free'>;

/** Everything that some policy is made from. */
export interface PolicyMaterial {
  readonly description: BoardDescription;
  readonly truth: BoardTruth;
  readonly tables: Tables;
  readonly instances: readonly InstanceSpec[];
  readonly work: RealisedWork;
}

/** A policy by its name. **Errors:** UsageError when the board has no efficient mode for `max-q`. */
export function makePolicy(name: RunnablePolicy, material: PolicyMaterial): Policy {
  const {description, truth, work} = material;
  switch (name) {
    case 'max-n':
      return new MaxNPolicy(description.space.reference);
    case 'max-q':
      return new MaxQPolicy(efficientConfiguration(description));
    case 'oracle-static':
      return new OracleStaticPolicy(bestStaticConfiguration(truth, work, missesAtReference(truth, work)));
    case 'neuos':
      return neuos(material, 'horizon', 'min-energy');
    case 'neuos-layer':
      return neuos(material, 'layer', 'min-energy');
    case 'neuos-balanced':
      return neuos(material, 'horizon', 'balanced');
    case 'neuos-max-accuracy':
      return neuos(material, 'horizon', 'max-accuracy');
    case 'neuos-concurrent':
      return new NeuosPolicy({...optionsOf(material, 'horizon', 'min-energy'), concurrent: true});
    case 'neuos-paper':
      return new NeuosPaperPolicy(optionsOf(material, 'layer', 'min-energy'));
  }
}

function neuos(material: PolicyMaterial, strategy: Strategy, mode: Mode): Policy {
  return new NeuosPolicy(optionsOf(material, strategy, mode));
}

function optionsOf({tables, instances}: PolicyMaterial, strategy: Strategy, mode: Mode): NeuosPolicyOptions {
  const accuracy = instances.flatMap(({network}) => tables.accuracy[network] ?? []);
  return {tables, strategy, mode, instances, accuracy};
}

function efficientConfiguration({title, space, hardware}: BoardDescription): number {
  const mode = hardware?.modes.find(({id}) => id === hardware.efficientMode);
  const configuration = mode === undefined ? undefined : powerModeConfiguration(space, mode);
  if (configuration !== undefined) return configuration;
  throw new UsageError(`--policy max-q: ${title} has no efficient mode`, {suggestions: ['neuos evaluate without it']});
}
