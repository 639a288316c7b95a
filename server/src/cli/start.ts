/** What is said to V8 before most of the program is loaded, then the program. */
import process from 'node:process';
import { keepCompiledCode } from './compile-cache.ts';
import { limitYoungHeap } from './v8.ts';

export async function start(): Promise<void> {
  keepCompiledCode(process.env, process.cwd());
  limitYoungHeap();
  const { runProcess } = await import('./run-process.ts');
  await runProcess();
}
