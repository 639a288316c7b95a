/** Decides from the text alone whether a file can hold a flag read, a home-made valve or a suppression; only such files are parsed. */
import { once } from './once.ts';
import { speaksOfFlags } from './link/wrappers/telling.ts';
import { vocabulary } from './sdks/vocabulary.ts';
import { suppressionMarker } from './suppression-marker.ts';

export interface Prefilter {
  /** True where the file must be parsed. `text` may be latin1-decoded bytes: only ASCII is looked at. */
  matches(text: string): boolean;
}

/** What follows a name that is called, or that another function is given to call: `call(isOn, 'new-checkout')`, `call(isOn, Flags.gift)`. */
const calls = String.raw`(?:\(|<|\?\.\(|,\s*(?:["'\`A-Z]|\w+\.))`;

/** Functions of the workspace that are handed on, where their names say what they do: `createShop({ isFeatureOn, prices })`. */
function handedOn(oneOf: (names: readonly string[]) => string, names: readonly string[]): readonly string[] {
  const telling = names.filter(speaksOfFlags);
  return telling.length > 0 ? [`${oneOf(telling)}\\s*[,}]`] : [];
}

/** `names`: beside what the SDKs are called, functions that are known to read flags (configured or inferred
 * wrappers). `types`: classes with such methods. */
export function createPrefilter(names: readonly string[], types: readonly string[] = []): Prefilter {
  // A scan that finds everything as it was looks at no text.
  const patterns = once(() => patternsOf(names, types));
  return {
    matches: (text) =>
      patterns().some((pattern) => pattern.test(text)) || homeMadeValve.test(text) || text.includes(suppressionMarker),
  };
}

function patternsOf(names: readonly string[], types: readonly string[]): readonly RegExp[] {
  const { packages, generated, called, rendered, globals } = vocabulary();
  const oneOf = (texts: readonly string[]): string => `(?:${texts.map(escapeRegExp).join('|')})`;
  // Words and quotes apart: V8 skips to where one of either may begin.
  const words = new RegExp(
    `\\b(?:${[
      `${oneOf([...called, ...names])}\\s*${calls}`,
      ...handedOn(oneOf, names),
      ...(types.length > 0 ? [`${oneOf(types)}\\b`] : []),
      // What a script left behind says nothing about where it comes from: `flagsmith.getValue(...)`.
      `${oneOf(globals)}(?:\\?\\.|[.(])`,
      // A class or object of ours that is made a global: other files call it without importing anything.
      '(?:window|globalThis|global)\\.[A-Z]\\w*\\s*=[^=]',
    ].join('|')})`,
  );
  const quotes = new RegExp(
    [
      `<${oneOf([...rendered, ...names.filter(isComponentName)])}\\b`,
      `["']${oneOf(packages)}(?:/(?:build|cjs|dist|es|esm|lib|types|umd)/[^"'\\n]+)?["']`,
      // ... or ends an address: `https://unpkg.com/posthog-js@1.2.3/dist/module.js`, `npm:posthog-js@1`.
      `(?:npm:/?|//[^"'/\\s]+/(?:(?:npm|pin|v\\d+)/)?)${oneOf(packages)}[@/"']`,
      `/${oneOf(generated)}(?:\\.[jt]sx?)?["']`,
    ].join('|'),
  );
  return [words, quotes];
}

/** For files that did not match before: only what is new in a vocabulary can make them match. */
export function createNameFilter(names: readonly string[], types: readonly string[]): Prefilter {
  const parts = mentions(names, names.filter(isComponentName), types);
  const pattern = new RegExp(parts.join('|'));
  return { matches: (text) => parts.length > 0 && pattern.test(text) };
}

/** A function's name counts where it is called, a component's where it is rendered, a type's anywhere. */
function mentions(called: readonly string[], rendered: readonly string[], types: readonly string[]): string[] {
  const oneOf = (names: readonly string[]): string => `(?:${[...new Set(names)].map(escapeRegExp).join('|')})`;
  return [
    ...(called.length > 0 ? [`\\b${oneOf(called)}\\s*${calls}`] : []),
    ...handedOn(oneOf, called).map((pattern) => `\\b${pattern}`),
    ...(rendered.length > 0 ? [`<${oneOf(rendered)}\\b`] : []),
    ...(types.length > 0 ? [`\\b${oneOf(types)}\\b`] : []),
  ];
}

function isComponentName(name: string): boolean {
  return /^[A-Z]/.test(name);
}

/** A random number or a remainder that is compared, or kept in a variable to be compared; a pattern of its own, for it is faster so. */
const homeMadeValve = new RegExp(
  [
    String.raw`Math\.random\(\)(?:\s*\*\s*10*\b)?\)*\s*(?:[<>]|[;\n])`,
    String.raw`(?<=[^=][<>]=?\s*\(?(?:Math\.\w+\()?)Math\.random\(\)`,
    String.raw`random(?:Int)?\([\d_]+(?:,\s*[\d_]+)?\)\s*[<>]`,
    String.raw`%\s*(?:10{1,5}|10{0,2}_000)\b\)*\s*(?:[<>;\n]|===?)`,
    String.raw`/\s*(?:0x(?:[fF]{8}|1_?0000_?0000)|429_?496_?729[56]|2\s*\*\*\s*3[12])\b`,
    String.raw`[bB]ucket\w*(?:\([^()\n]*\))?\s*<=?\s*[\w.]*(?:[rR]ollout|ROLLOUT|[pP]ercent|PERCENT|[pP]ct|[tT]raffic|[eE]xposure|[cC]anary)`,
  ].join('|'),
);

function escapeRegExp(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}
