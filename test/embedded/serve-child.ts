/** A control plane in a process of its own, to be killed. Arguments: its data directory, its PostgreSQL where it has one. Prints its process id and its address. */
import { silentLog } from '../../server/src/embedded/log.ts';
import { startControlPlane } from '../../server/src/embedded/start.ts';

const plane = await startControlPlane({
  dataDir: process.argv[2] ?? '',
  store: process.argv[3] ?? null,
  host: '127.0.0.1',
  port: 0,
  project: 'shop',
  log: silentLog,
  assets: new Map(),
});
process.stdout.write(`${process.pid} ${plane.url}\n`);
