import { DiagnosticSeverity, type Diagnostic, type PublishDiagnosticsParams } from 'vscode-languageserver';
import { beforeEach, expect, test } from 'vitest';
import { createPublisher, type Publisher } from '../../server/src/lsp/publish.ts';

const basket = 'file:///shop/basket.ts';
const place = { line: 0, character: 0 };
const finding = (message: string): Diagnostic => ({
  range: { start: place, end: place },
  severity: DiagnosticSeverity.Error,
  message,
});

let open: Map<string, { applied: number; current: number }>;
let found: Map<string, Diagnostic[]>;
let sent: PublishDiagnosticsParams[];
let publisher: Publisher;

beforeEach(() => {
  open = new Map();
  found = new Map();
  sent = [];
  publisher = createPublisher(
    {
      appliedVersion: (uri) => open.get(uri)?.applied ?? null,
      currentVersion: (uri) => open.get(uri)?.current ?? null,
      clientUri: (uri) => uri,
      diagnostics: (uri) => found.get(uri) ?? [],
    },
    (params) => sent.push(params),
  );
});

test('names the version, also where nothing is wrong, and says nothing twice', () => {
  open.set(basket, { applied: 3, current: 3 });
  publisher.publish([basket]);
  publisher.publish([basket]);
  expect(sent).toEqual([{ uri: basket, version: 3, diagnostics: [] }]);
});

test('drops what belongs to an older version', () => {
  open.set(basket, { applied: 3, current: 4 });
  found.set(basket, [finding('old')]);
  publisher.publish([basket]);
  expect(sent).toEqual([]);
  open.set(basket, { applied: 4, current: 4 });
  publisher.publish([basket]);
  expect(sent.map(({ version }) => version)).toEqual([4]);
});

test('publishes the same version again where something else is wrong now', () => {
  open.set(basket, { applied: 1, current: 1 });
  found.set(basket, [finding('stale')]);
  publisher.publish([basket]);
  found.set(basket, []);
  publisher.publish([basket]);
  expect(sent.map(({ version, diagnostics }) => [version, diagnostics.length])).toEqual([
    [1, 1],
    [1, 0],
  ]);
});

test('clears a file that is closed or lost its findings, once', () => {
  found.set(basket, [finding('wrong')]);
  publisher.publish([basket]);
  expect(publisher.shown()).toEqual([basket]);
  found.delete(basket);
  publisher.publish([basket]);
  publisher.publish([basket]);
  publisher.close(basket);
  expect(sent.map(({ diagnostics }) => diagnostics.length)).toEqual([1, 0]);
  expect(publisher.shown()).toEqual([]);
});
