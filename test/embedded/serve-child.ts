/** A control plane in a process of its own, to be killed. Prints its address. Arguments: data directory, operator's token file. */
import { silentLog } from '../../server/src/embedded/log.ts';
import { startControlPlane } from '../../server/src/embedded/start.ts';

const plane = await startControlPlane({
  dataDir: process.argv[2] ?? '',
  host: '127.0.0.1',
  port: 0,
  project: 'shop',
  log: silentLog,
  assets: new Map(),
});
process.stdout.write(`${plane.url}\n`);
