/** `sluice init` */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configFileName } from '../../config/load.ts';
import { parseBaseUrl } from '../../control-planes/http/target-url.ts';
import { plural, visible } from '../../core/text.ts';
import type { CommandInput, Io } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { findRoot } from '../find-root.ts';
import { configText, type ChosenControlPlane } from '../init/config-text.ts';
import { chooseReads, findReads } from '../init/find-reads.ts';
import { lookAround, type Surroundings } from '../init/look-around.ts';
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

  const chosen = await choose(input, io, found);
  const reads = await chooseReads(await findReads(root, input, io), input, io);
  const text = configText({ controlPlane: chosen.controlPlane, schema: found.schema, reads });
  io.stdout.write(`\n${chosen.why}\n\n${configFileName}:\n${text}\n`);
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
  io.stdout.write(`${style('green', `${configFileName} was written.`)} Next: \`sluice check\`\n`);
  return exitCodes.clean;
}

interface Chosen {
  readonly controlPlane: ChosenControlPlane | null;
  readonly why: string;
}

async function choose(input: CommandInput, io: Io, { flagFiles }: Surroundings): Promise<Chosen> {
  const project = input.value('project') ?? io.env['SLUICE_PROJECT']?.trim() ?? 'default';
  const url = input.value('url');
  if (url !== null)
    return { controlPlane: sluiceAt(url, project), why: `The state of flags comes from ${visible(url)}, as asked.` };
  if (io.env['SLUICE_URL']) {
    return {
      controlPlane: { kind: 'sluice', url: null, project },
      why: 'SLUICE_URL is set: the state of flags comes from the control plane it names.',
    };
  }
  const [first] = flagFiles;
  if (first !== undefined) {
    const others =
      flagFiles.length > 1
        ? ` There are others (${flagFiles
            .slice(1)
            .map((file) => visible(file))
            .join(', ')}): edit the path if one of them is right.`
        : '';
    return {
      controlPlane: { kind: 'flagd-file', path: first },
      why: `${visible(first)} is a flag definition file: it is taken for the state of flags.${others}`,
    };
  }
  const none = {
    controlPlane: null,
    why: 'No control plane is set: the code is scanned without the state of its flags. `sluice serve` runs one.',
  };
  if (input.has('yes')) return none;
  const answer = (await io.ask('\nThe address of the control plane (Enter for none): '))?.trim() ?? '';
  if (answer === '') return none;
  return { controlPlane: sluiceAt(answer, project), why: `The state of flags comes from ${visible(answer)}.` };
}

function sluiceAt(text: string, project: string): ChosenControlPlane {
  const base = parseBaseUrl(text);
  if (!base.ok) throw new UsageError(`The address of the control plane cannot be used: ${base.reason}.`, 'init');
  return { kind: 'sluice', url: text, project };
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
