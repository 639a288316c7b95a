/** The workspace's own flag functions, as `sluice init` proposes them. */
import { discover, type Proposal } from '../../core/discover/discover.ts';
import type { DiscoverInput } from '../../core/discover/evidence.ts';
import { plural, visible } from '../../core/text.ts';
import { survey } from '../../session/workspace/survey.ts';
import type { CommandInput, Io } from '../command.ts';
import { createLog } from '../terminal/log.ts';
import { createProgressLine } from '../terminal/progress.ts';

/** More look-alikes than this nobody reads. */
const maxDeclined = 10;

/** Reads every source file once, which takes some seconds for thousands of them. */
export async function readCode(root: string, input: CommandInput, io: Io): Promise<DiscoverInput> {
  const progress = createProgressLine(io, input.has('quiet'));
  try {
    return await survey({
      root,
      logger: createLog(input, io),
      signal: io.signal,
      onProgress: (at) => progress.update(at),
    });
  } finally {
    progress.done();
  }
}

/** All of them with `--yes`, else those that the person accepts. */
export async function chooseReads(code: DiscoverInput, input: CommandInput, io: Io): Promise<readonly Proposal[]> {
  const { proposals, declined } = discover(code);
  if (declined.length > 0) {
    const left = declined.length - maxDeclined;
    const lines = declined.slice(0, maxDeclined).map((line) => `  ${visible(line, 500)}`);
    io.stdout.write(
      `\nLook-alikes that are left out (name them as "wrappers" where they are flag reads):\n${lines.join('\n')}\n${left > 0 ? `  and ${left} more\n` : ''}`,
    );
  }
  if (proposals.length === 0) return [];
  io.stdout.write(`\n${plural(proposals.length, 'way')} in which this code seems to read flags of its own accord:\n`);
  const chosen: Proposal[] = [];
  for (const proposal of proposals) {
    io.stdout.write(`  ${visible(proposal.why, 500)}\n`);
    if (input.has('yes') || (await isAccepted(io))) chosen.push(proposal);
  }
  return chosen;
}

/** Where nobody can answer, nothing will be written either. */
async function isAccepted(io: Io): Promise<boolean> {
  const answer = await io.ask('  Are these flag reads? [Y/n] ');
  return answer !== null && /^(?:y|yes)?$/i.test(answer.trim());
}
