/** Trouble with `sluice.config.json` as diagnostics of that file. */
import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver';
import type { ConfigurationError } from '../config/configuration-error.ts';
import { visible } from '../core/text.ts';
import { diagnosticSource } from '../features/diagnostics.ts';

/** One diagnostic for each thing that is wrong; at the file's start where no place is known. */
export function configDiagnostics(error: ConfigurationError): Diagnostic[] {
  const problems =
    error.problems.length > 0 ? error.problems : [{ line: null, column: null, path: '', message: error.message }];
  return problems.map(({ line, column, path, message }) => {
    const start = { line: (line ?? 1) - 1, character: (column ?? 1) - 1 };
    return {
      // The end of the line is not known here; clients clamp a position behind it.
      range: { start, end: { line: start.line, character: start.character + 1 } },
      severity: DiagnosticSeverity.Error,
      source: diagnosticSource,
      code: 'configuration',
      message: visible(path === '' ? message : `${path}: ${message}`, 1000),
    };
  });
}
