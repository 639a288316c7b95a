/** Where no control plane is known: lets the person say which one it is, and keeps that in their own settings. */
import * as vscode from 'vscode';
import type { ControlPlaneField, ControlPlaneKind } from '../../server/src/protocol.ts';
import type { App } from './app.ts';
import { fieldValue, kindRows, questionsOf, settingOf, tokenText, type FieldValues } from './control-plane-kinds.ts';
import { parseControlPlaneUrl } from './origin.ts';
import { setControlPlane } from './settings.ts';

export interface ChosenOrigin {
  readonly origin: string;
  /** Which token it takes, as the beginning of a sentence; null where nothing is known of it. */
  readonly token: string | null;
}

/** Asks for the kind, the address and what else that kind needs. null: cancelled; nothing was written then. */
export async function chooseControlPlane(app: App): Promise<ChosenOrigin | null> {
  const kinds = await app.server.controlPlaneKinds();
  const picked = await vscode.window.showQuickPick(kindRows(kinds), {
    title: 'Sign in to a control plane: which one holds the flags?',
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  if (picked === undefined) return null;
  const kind = picked.choice;
  const questions = questionsOf(kind);
  let values: FieldValues = {};
  for (const [index, field] of questions.entries()) {
    const value = await askForField(app, { kind, values, field, isLast: index === questions.length - 1 });
    if (value === null) return null;
    values = { ...values, [field.name]: value };
  }
  const setting = settingOf(kind, values);
  const parsed = parseControlPlaneUrl(setting.url ?? '');
  if (!parsed.ok) return null;
  await setControlPlane(setting);
  // The server starts anew with the setting; its requests wait for that.
  await app.refresh();
  return { origin: parsed.origin, token: tokenText(kind) };
}

interface Asked {
  readonly kind: ControlPlaneKind;
  readonly values: FieldValues;
  readonly field: ControlPlaneField;
  /** Only then the whole can be checked. */
  readonly isLast: boolean;
}

async function askForField(app: App, { kind, values, field, isLast }: Asked): Promise<string | null> {
  const text = await vscode.window.showInputBox({
    title: `Sign in to ${kind.title}: ${field.name}`,
    prompt: `${field.description === '' ? `The ${field.name}.` : field.description} It goes to your own settings.`,
    ignoreFocusOut: true,
    ...(field.fallback === null ? {} : { value: field.fallback }),
    validateInput: async (typed) => {
      const value = fieldValue(field, typed);
      if (!value.ok) return value.message;
      return isLast ? app.server.checkControlPlane(settingOf(kind, { ...values, [field.name]: value.text })) : null;
    },
  });
  const value = text === undefined ? null : fieldValue(field, text);
  return value?.ok ? value.text : null;
}
