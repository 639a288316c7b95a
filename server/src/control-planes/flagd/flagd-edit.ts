/** A change of one flag as an edit of the definition's text: comments, order and formatting of the rest stay as they are. */
import { applyEdits, findNodeAtLocation, modify, parseTree, type FormattingOptions, type JSONPath } from 'jsonc-parser';
import type { Serving, VariantShare } from '../../core/model.ts';
import type { FlagdEntry } from './flagd-definition.ts';
import { plainFractional, weightsOf, type PlainFractional } from './flagd-serving.ts';

/** The change is not possible in this file; the message completes "…: ". */
export class EditRefused extends Error {}

/** The text with the flag serving something else. `at` (ISO 8601) goes into the metadata that says when it changed, where the flag has such. Throws EditRefused. */
export function editFlagd(text: string, entry: FlagdEntry, serving: Serving, at: string): string {
  const editor = createEditor(text, entry.path);
  switch (serving.kind) {
    case 'off':
      editor.set(['state'], 'DISABLED');
      break;
    case 'static':
      requireVariant(entry, serving.variant);
      editor.set(['state'], 'ENABLED');
      serveOne(editor, entry, serving.variant);
      break;
    case 'fractional':
      if (entry.flag.kind === 'switch' && entry.ownMetadata['kind'] === 'switch') {
        throw new EditRefused('its metadata says that it is a switch, which serves all or nothing');
      }
      requireShares(entry, serving.shares);
      editor.set(['state'], 'ENABLED');
      divide(editor, entry, serving.shares);
      break;
    case 'targeted':
      throw new EditRefused('targeting rules are edited in the file itself');
  }
  if ('changedAt' in entry.ownMetadata) editor.set(['metadata', 'changedAt'], at);
  if ('constantSince' in entry.ownMetadata) {
    editor.set(['metadata', 'constantSince'], serving.kind === 'fractional' ? undefined : at);
  }
  return editor.text();
}

function serveOne(editor: Editor, entry: FlagdEntry, variant: string): void {
  editor.set(['defaultVariant'], variant);
  const plain = ownWeights(entry);
  if (plain === null) return editor.set(['targeting'], undefined);
  // The weights stay in place: they say by what the load is divided, and in which order it opens.
  setWeights(editor, plain, [{ variant, weight: 100 }]);
}

function divide(editor: Editor, entry: FlagdEntry, shares: readonly VariantShare[]): void {
  // Load without a targeting key gets the default variant, whatever the shares: in a half-open valve that must be the closed side.
  const closed = entry.flag.variants.find(({ value }) => value === false);
  if (closed !== undefined && entry.defaultVariant !== closed.name) editor.set(['defaultVariant'], closed.name);
  const weights = weightsOf(shares);
  const plain = ownWeights(entry);
  if (plain !== null) return setWeights(editor, plain, weights);
  editor.setText(['targeting'], `{ "fractional": ${formatWeights(weights)} }`);
}

/** The flag's own weights; null where it has no targeting. Rules of other kinds are somebody's work, and a shared rule serves other flags too. */
function ownWeights(entry: FlagdEntry): PlainFractional | null {
  const { targeting } = entry;
  if (targeting === undefined || targeting === null || isEmpty(targeting)) return null;
  const plain = plainFractional(targeting);
  if (plain !== null) return plain;
  if (typeof targeting === 'object' && '$ref' in targeting) {
    throw new EditRefused('its targeting is shared with other flags ($ref); edit the file itself');
  }
  throw new EditRefused('it has targeting rules, which would be lost; edit the file itself, or turn the flag off');
}

function setWeights(editor: Editor, plain: PlainFractional, weights: PlainFractional['weights']): void {
  const wanted = new Map(weights.map(({ variant, weight }) => [variant, weight]));
  // The first entry of a variant gets its whole weight; a second one of the same variant is left without.
  const entries = plain.weights.map((entry) => {
    const weight = wanted.get(entry.variant) ?? 0;
    wanted.delete(entry.variant);
    return { ...entry, weight };
  });
  if (wanted.size === 0 && entries.every(({ isImplied }) => !isImplied)) {
    const offset = plain.bucketBy === undefined ? 0 : 1;
    for (const [index, { weight }] of entries.entries()) {
      editor.set(['targeting', 'fractional', index + offset, 1], weight);
    }
    return;
  }
  const added = [...wanted].map(([variant, weight]) => ({ variant, weight }));
  editor.setText(['targeting', 'fractional'], formatWeights([...entries, ...added], plain.bucketBy));
}

function formatWeights(weights: PlainFractional['weights'], bucketBy?: unknown): string {
  const entries = weights.map(({ variant, weight }) => `[${JSON.stringify(variant)}, ${weight}]`);
  return `[${[...(bucketBy === undefined ? [] : [JSON.stringify(bucketBy)]), ...entries].join(', ')}]`;
}

function requireVariant({ flag }: FlagdEntry, variant: string): void {
  if (flag.variants.some(({ name }) => name === variant)) return;
  throw new EditRefused(
    `it has no variant ${JSON.stringify(variant)}; it has ${flag.variants.map(({ name }) => name).join(', ')}`,
  );
}

function requireShares(entry: FlagdEntry, shares: readonly VariantShare[]): void {
  for (const { variant } of shares) requireVariant(entry, variant);
  const isWhole = shares.every(({ share }) => Number.isInteger(share) && share >= 0);
  if (!isWhole || shares.reduce((sum, { share }) => sum + share, 0) !== 10_000) {
    throw new EditRefused('the shares do not add up to 100 %');
  }
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

interface Editor {
  /** Sets a value below the flag; undefined removes it. */
  set(path: JSONPath, value: unknown): void;
  /** Sets a value to JSON text as it is to appear. */
  setText(path: JSONPath, json: string): void;
  text(): string;
}

function createEditor(original: string, flagPath: JSONPath): Editor {
  let text = original;
  const formattingOptions = formattingOf(original);
  // The parser lays out lists one item a line; a stand-in keeps short ones on one.
  let standIn = 'sluice-stand-in';
  while (original.includes(standIn)) standIn += '-';

  const apply = (path: JSONPath, value: unknown): void => {
    const absolute = [...flagPath, ...path];
    const tree = parseTree(text);
    const isThere = tree !== undefined && findNodeAtLocation(tree, absolute) !== undefined;
    // Only something new needs to be laid out; otherwise the parser would lay out again what is around it.
    text = applyEdits(text, modify(text, absolute, value, isThere ? {} : { formattingOptions }));
  };
  return {
    set: apply,
    setText(path, json) {
      apply(path, standIn);
      text = text.replace(JSON.stringify(standIn), () => json);
    },
    text: () => text,
  };
}

function formattingOf(text: string): FormattingOptions {
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ';
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 4 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
