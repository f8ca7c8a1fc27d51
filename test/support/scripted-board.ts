import type {Actuator, AppliedChange, ThermalMonitor} from '../../src/core/board/actuator.js';
import type {DvfsConfiguration} from '../../src/core/board/configuration.js';
import type {PowerSensor, PowerWindow} from '../../src/core/board/power-sensor.js';

/** A clock that passes by what is done, not by itself. */
export class ScriptedClock {
  us = 0;
  readonly nowUs = (): number => this.us;
  readonly rest = (ms: number): Promise<void> => {
    this.us += ms * 1000;
    return Promise.resolve();
  };
}

/** Notes what it is set to; a change takes as long as it says. */
export class NotingActuator implements Actuator {
  readonly applied: DvfsConfiguration[] = [];
  restored = 0;

  constructor(
    readonly clock: ScriptedClock,
    readonly costUs: (before: DvfsConfiguration | undefined, after: DvfsConfiguration) => number = () => 0,
    readonly throttled: () => boolean = () => false,
  ) {}

  plan(): readonly [] {
    return [];
  }

  apply(configuration: DvfsConfiguration): AppliedChange {
    this.clock.us += this.costUs(this.applied.at(-1), configuration);
    this.applied.push(configuration);
    return {writes: [], throttled: this.throttled()};
  }

  restore(): void {
    this.restored += 1;
  }
}

/** A sensor with a reading every so often, always of the same power. */
export class SteadySensor implements PowerSensor {
  readonly description = 'ina3221: VDD_IN';
  readonly rails = ['VDD_IN'];

  /** @param periodUs - Infinity for a sensor that is frozen */
  constructor(
    readonly clock: ScriptedClock,
    readonly powerMw: number,
    readonly periodUs: number,
  ) {}

  start(): Promise<void> {
    return Promise.resolve();
  }

  nowUs(): number {
    return this.clock.us;
  }

  window(fromUs: number, untilUs: number): PowerWindow {
    const distinctReadings = Math.floor(untilUs / this.periodUs) - Math.floor(fromUs / this.periodUs);
    const energyUj = (this.powerMw * (untilUs - fromUs)) / 1e3;
    return {meanMw: this.powerMw, energyUj, distinctReadings, coverage: 1};
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}

/** Temperatures and throttling as they are told, one look after another; the last one stays. */
export class ScriptedHeat implements ThermalMonitor {
  constructor(
    readonly temperaturesMc: number[],
    readonly throttling: boolean[] = [false],
  ) {}

  temperatureMc(): number | undefined {
    return this.temperaturesMc.length > 1 ? this.temperaturesMc.shift() : this.temperaturesMc[0];
  }

  isThrottling(): boolean {
    return (this.throttling.length > 1 ? this.throttling.shift() : this.throttling[0]) ?? false;
  }

  eventCount(): number {
    return 0;
  }
}
