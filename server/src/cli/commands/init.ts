/** `sluice init` */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configFileName } from '../../config/load.ts';
import { plural, visible } from '../../core/text.ts';
import type { CommandInput, Io } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { findRoot } from '../find-root.ts';
import { chooseControlPlane } from '../init/choose-control-plane.ts';
import { configText } from '../init/config-text.ts';
import { findControlPlanes } from '../init/find-control-planes.ts';
import { chooseReads, readCode } from '../init/find-reads.ts';
import { lookAround, type Surroundings } from '../init/look-around.ts';
import { nextStep } from '../init/next-step.ts';
import { styleFor } from '../terminal/style.ts';
import { UsageError } from '../usage-error.ts';

export async function run(input: CommandInput, io: Io): Promise<number> {
  const root = findRoot(io.cwd, input.value('root'));
  const path = join(root, configFileName);
  if (existsSync(path) && !input.has('force')) {
    throw new UsageError(`${configFileName} is there already. Edit it, or replace it with --force.`, 'init');
  }
  const found = await lookAround(root, io.signal);
  io.stdout.write(foundText(found));

  const code = await readCode(root, input, io);
  const { controlPlane, why } = await chooseControlPlane(findControlPlanes(found, code), input, io);
  io.stdout.write(`\n${why}\n`);
  const reads = await chooseReads(code, input, io);
  const text = configText({ controlPlane, schema: found.schema, reads });
  io.stdout.write(`\n${configFileName}:\n${text}\n`);
  if (!input.has('yes')) {
    const answer = await io.ask('Write it? [Y/n] ');
    if (answer === null) {
      throw new UsageError(
        'Nothing was written, because there is no terminal to ask on: say --yes to write it.',
        'init',
      );
    }
    if (!/^(?:y|yes)?$/i.test(answer.trim())) {
      io.stderr.write('sluice: nothing was written\n');
      return exitCodes.couldNotRun;
    }
  }
  write(path, text, input.has('force'));
  const style = styleFor(io.stdout.hasColors);
  io.stdout.write(`${style('green', `${configFileName} was written.`)} ${nextStep(controlPlane, io.env)}\n`);
  return exitCodes.clean;
}

function foundText({ sourceFiles, sdks, flagFiles }: Surroundings): string {
  const sdkLines = sdks.map(
    ({ package: name, manifests }) => `  ${visible(name)} in ${manifests.map((path) => visible(path)).join(', ')}`,
  );
  const fileLines = flagFiles.map((path) => `  ${visible(path)}`);
  return [
    `${plural(sourceFiles, 'source file')} that Sluice reads`,
    ...(sdkLines.length > 0 ? ['SDKs:', ...sdkLines] : ['No SDK that Sluice knows is a dependency.']),
    ...(fileLines.length > 0 ? ['Flag definition files:', ...fileLines] : []),
    '',
  ].join('\n');
}

function write(path: string, text: string, isForced: boolean): void {
  try {
    writeFileSync(path, text, { flag: isForced ? 'w' : 'wx' });
  } catch (error) {
    throw new UsageError(
      `${configFileName} could not be written (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`,
    );
  }
}
