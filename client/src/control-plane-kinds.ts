/** From the kinds of control planes that the server knows to what the person is shown, asked, and what is written down. */
import type { ControlPlaneField, ControlPlaneKind, OwnControlPlane } from '../../server/src/protocol.ts';
import { parseControlPlaneUrl } from './origin.ts';

export interface KindRow {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly choice: ControlPlaneKind;
}

export type FieldValues = { readonly [field: string]: string };

/** One row for each kind, in the server's order. */
export function kindRows(kinds: readonly ControlPlaneKind[]): KindRow[] {
  return kinds.map((kind) => ({ label: kind.title, description: kind.kind, detail: kind.about, choice: kind }));
}

/** What has to be asked: where it is, and what nobody can guess. The settings take the rest. */
export function questionsOf({ fields }: ControlPlaneKind): readonly ControlPlaneField[] {
  return fields.filter(({ name, isRequired }) => name === 'url' || isRequired);
}

/** A field as typed, or why it is none. What a kind asks of it beyond that, the server checks. */
export function fieldValue(
  { name }: ControlPlaneField,
  typed: string,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string } {
  const text = typed.trim();
  if (name !== 'url') return text === '' ? { ok: false, message: `Type the ${name}.` } : { ok: true, text };
  const parsed = parseControlPlaneUrl(text);
  return parsed.ok ? { ok: true, text: parsed.url } : parsed;
}

/** The settings that follow from the answers; undefined: as they are. */
export function settingOf({ kind }: ControlPlaneKind, values: FieldValues): OwnControlPlane {
  return {
    kind,
    url: values['url'],
    project: values['project'],
    environment: values['environment'],
  };
}

/** The beginning of the sentence that asks for a token. */
export function tokenText({ title, token }: ControlPlaneKind): string | null {
  return token === null ? null : `Token of ${title}: ${token}`;
}
