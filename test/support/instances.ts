import type {InstanceSpec} from '../../src/core/schedule/instance.js';
import type {Network} from '../../src/core/network/network.js';
import type {World} from '../../src/simulation/world/world.js';

/** An instance that asks for nothing special. */
export function instance(network: number, periodUs: number, deadlineUs = periodUs, offsetUs = 0): InstanceSpec {
  return {
    name: `instance of ${network}`,
    network,
    periodUs,
    relativeDeadlineUs: deadlineUs,
    offsetUs,
    onMiss: 'finish',
    criticality: 1,
  };
}

/** Noise-free time of a whole network at a configuration, µs. */
export function networkTimeUs(world: World, network: Network, configuration: number): number {
  const truth = {latencyUs: 0, powerMw: 0};
  return network.layers.reduce((total, {ordinal}) => {
    world.layerTruth(configuration, world.layer(network, ordinal, 0), truth);
    return total + truth.latencyUs;
  }, 0);
}
