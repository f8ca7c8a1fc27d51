import type {LayerExecution, Machine} from '../../src/core/schedule/machine.js';

/** What a scripted machine takes for what it is told. */
export interface MachineScript {
  /** µs of one layer. */
  readonly layerUs: (execution: LayerExecution) => number;
  /** µs of a change of configuration; 0 when absent. */
  readonly switchUs?: number;
  readonly configuration?: number;
}

/** A machine that does as its script says, draws nothing, and writes down what it was told. */
export class ScriptedMachine implements Machine {
  /** `run 0/2 layer 1`, `set 7`, `idle 500`, in order. */
  readonly told: string[] = [];
  readonly #script: MachineScript;
  #nowUs = 0;
  #configuration: number;

  constructor(script: MachineScript) {
    this.#script = script;
    this.#configuration = script.configuration ?? 0;
  }

  nowUs(): number {
    return this.#nowUs;
  }

  configuration(): number {
    return this.#configuration;
  }

  energyUj(): number {
    return 0;
  }

  start(): void {
    this.#nowUs = 0;
    this.told.push('start');
  }

  setConfiguration(configuration: number): void {
    this.told.push(`set ${configuration}`);
    this.#nowUs += this.#script.switchUs ?? 0;
    this.#configuration = configuration;
  }

  runLayer(execution: LayerExecution): number {
    const {instance, job, layer} = execution;
    this.told.push(`run ${instance}/${job} layer ${layer}`);
    const latencyUs = this.#script.layerUs(execution);
    this.#nowUs += latencyUs;
    return latencyUs;
  }

  idleUntil(timeUs: number): void {
    if (timeUs <= this.#nowUs) return;
    this.told.push(`idle ${timeUs}`);
    this.#nowUs = timeUs;
  }
}
