/** Every command, as data: the bodies are loaded when they run. The order is that of the help. */
import type { Command } from './command.ts';
import { changeCommands } from './command-specs/change.ts';
import { checkCommands } from './command-specs/check.ts';
import { lookCommands } from './command-specs/look.ts';
import { runCommands } from './command-specs/run.ts';
import { setUpCommands } from './command-specs/set-up.ts';

export const commands: readonly Command[] = [
  ...checkCommands,
  ...lookCommands,
  ...changeCommands,
  ...runCommands,
  ...setUpCommands,
];
