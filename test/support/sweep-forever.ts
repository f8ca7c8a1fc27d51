import {originalRows} from '../../src/core/profile.js';
import {SqliteProfileStore} from '../../src/store/sqlite-profile-store.js';
import {sampleHeader, sampleMeasurement, sampleNetwork} from './sample-sweep.js';

// Writes a sweep, says after every commit how many configurations are in it, and goes on until it is killed.
const networks = [sampleNetwork('alexnet', 20)];
const rows = originalRows(networks);
const writer = new SqliteProfileStore(process.argv[2] ?? '', () => 0).openForWriting(sampleHeader(3000, networks));
let measured = 0;
setInterval(() => {
  for (let burst = 0; burst < 7 && measured < 2000; burst += 1) {
    writer.append(rows, sampleMeasurement(measured, rows), `{"measured": ${measured + 1}}`);
    measured += 1;
    if (measured % 5 === 0) {
      writer.commit();
      console.log(measured);
    }
  }
}, 1);
