/** The SARIF SDK's own judgement of a log. `node scripts/install-servers.mjs` installs it below `.servers/`. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const program = fileURLToPath(
  new URL(
    '../../.servers/sarif-multitool/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool',
    import.meta.url,
  ),
);

/** Why it cannot be run here; null where it can. */
export function multitoolMissing(): string | null {
  return existsSync(program) ? null : 'the SARIF multitool is not installed (node scripts/install-servers.mjs)';
}

/** What it says against the log, as `level rule: place`. Its exit code is 0 whatever it finds, so its own log is read. */
export async function multitoolFindings(sarif: string): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-sarif-'));
  const [input, output] = [join(folder, 'input.sarif'), join(folder, 'output.sarif')];
  try {
    writeFileSync(input, sarif);
    const { stdout } = await promisify(execFile)(
      program,
      ['validate', input, '--output', output, '--max-file-size-in-kb', '200000'],
      {
        env: { DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1', TMPDIR: folder, HOME: folder },
        maxBuffer: 64 * 1024 * 1024,
      },
    );
    if (!stdout.includes('Analysis completed successfully')) throw new Error(stdout);
    const [run] = JSON.parse(readFileSync(output, 'utf8')).runs as [
      { results?: readonly { ruleId: string; level?: string; message: { arguments: readonly string[] } }[] },
    ];
    return (run.results ?? []).map(
      ({ ruleId, level, message }) => `${level ?? 'warning'} ${ruleId}: ${message.arguments[0]}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
