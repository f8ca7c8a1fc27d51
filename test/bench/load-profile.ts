import {SqliteProfileStore} from '../../src/store/sqlite-profile-store.js';
import {secondsOf} from './harness.js';

// A process of its own, so that its peak memory is that of loading alone.
const reader = new SqliteProfileStore(process.argv[2] ?? '', () => 0).openForReading();
let known = 0;
const loadSeconds = await secondsOf(() => {
  const columns = reader.columns();
  for (const [network, {layers}] of reader.header.networks.entries()) {
    for (const {ordinal} of layers) known += columns.of({network, layer: ordinal, variant: 0})?.energyUj.length ?? 0;
  }
});
const hashSeconds = await secondsOf(() => reader.contentHash());
reader.close();
console.log(JSON.stringify({known, loadSeconds, hashSeconds, loadPeakMb: process.resourceUsage().maxRSS / 1024}));
