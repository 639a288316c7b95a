/** Text on the log of a build: build services take commands out of what a program prints. */

/**
 * The same text without a command in it: `::error::` at the beginning of a line (GitHub), and `##[error]`, `##vso[...]`,
 * `##teamcity[...]` wherever it stands (GitHub, Azure, TeamCity). One character of each is written out as `\u{...}`.
 */
export function inert(text: string): string {
  return text.replace(bracket, '#\\u{23}').replace(colons, '$1\\u{3a}:');
}

/** The same, where the format has a way of its own to write the character. */
export function withoutBracketCommands(text: string, hash: string): string {
  return text.replace(bracket, `#${hash}`);
}

const bracket = /##(?=[a-z]*\[)/gi;
/** Colors do not count, white space neither. */
// oxlint-disable-next-line no-control-regex
const colons = /^((?:\s|\u001b\[[\d;]*m)*):(?=:)/gm;
