/** What the built language server keeps in memory when it has scanned a workspace and nobody asks it anything. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const idleMs = 10_000;

/** Megabytes of memory in use; null where the machine does not tell (`/proc`). */
export async function idleMemory(server, folder) {
  if (!existsSync('/proc/self/status')) return null;
  const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
  try {
    const scanned = new Promise((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`The language server ended with ${code}.`)));
      readMessages(child.stdout, (message) => {
        if (message.method === '$/progress' && message.params.value.kind === 'end') resolve();
        if (message.method !== undefined && message.id !== undefined) send(child, { id: message.id, result: null });
        if (message.id === 0 && message.method === undefined) send(child, { method: 'initialized', params: {} });
      });
    });
    const uri = pathToFileURL(folder).href;
    send(child, {
      id: 0,
      method: 'initialize',
      params: {
        processId: process.pid,
        rootUri: uri,
        workspaceFolders: [{ uri, name: 'bench' }],
        capabilities: { window: { workDoneProgress: true }, workspace: { workspaceFolders: true } },
      },
    });
    await scanned;
    const afterScan = megabytesOf(child.pid);
    await new Promise((resolve) => setTimeout(resolve, idleMs));
    return { afterScan, megabytes: megabytesOf(child.pid) };
  } finally {
    child.kill();
  }
}

function megabytesOf(pid) {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

function send(child, message) {
  const text = JSON.stringify({ jsonrpc: '2.0', ...message });
  child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
}

function readMessages(stream, take) {
  let bytes = Buffer.alloc(0);
  stream.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (;;) {
      const [head, length] = /^Content-Length: (\d+)\r\n(?:[^\r\n]+\r\n)*\r\n/.exec(bytes.toString('latin1')) ?? [];
      if (head === undefined || bytes.length < head.length + Number(length)) return;
      take(JSON.parse(bytes.subarray(head.length, head.length + Number(length)).toString('utf8')));
      bytes = bytes.subarray(head.length + Number(length));
    }
  });
}
