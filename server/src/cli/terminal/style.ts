/** Colors, where the reader wants them. */
import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

/** Puts a style on text that is already safe for a terminal. */
export type Style = (format: Format, text: string) => string;

/** For files and pipes. */
export const plainStyle: Style = (_format, text) => text;

const colorStyle: Style = (format, text) => styleText(format, text, { validateStream: false });

export function styleFor(hasColors: boolean): Style {
  return hasColors ? colorStyle : plainStyle;
}

/** NO_COLOR and FORCE_COLOR decide, else whether it is a terminal that has colors. */
export function wantsColors(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if (env['NO_COLOR']) return false;
  return isTerminal && env['TERM'] !== 'dumb';
}
