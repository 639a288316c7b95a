/** Stands in for the person inside the extension host: answers the boxes of `vscode.window`, and notes what they said. */
import * as vscode from 'vscode';

export interface Answers {
  /** The label of the row to pick, or of a button; undefined cancels. */
  readonly pick?: (title: string, labels: readonly string[]) => string | undefined;
  readonly type?: (title: string, prompt: string) => string | undefined;
  /** The button of a modal question; undefined cancels. */
  readonly confirm?: (message: string, detail: string) => Promise<string | undefined> | string | undefined;
}

export interface Heard {
  /** Every message, modal or not, in order. */
  readonly messages: string[];
  readonly details: string[];
  /** Titles and prompts of input boxes. */
  readonly prompts: string[];
  readonly rows: string[];
}

type Window = Record<string, unknown>;

/** Runs a task while the person answers like this. Boxes without an answer are cancelled. */
export async function withPerson(answers: Answers, task: () => Promise<unknown>): Promise<Heard> {
  const heard: Heard = { messages: [], details: [], prompts: [], rows: [] };
  const window = vscode.window as unknown as Window;
  const names = ['showInputBox', 'showQuickPick', 'showWarningMessage', 'showInformationMessage', 'showErrorMessage'];
  const originals = names.map((name) => [name, window[name]] as const);
  const message = (text: string, ...rest: readonly unknown[]): Promise<unknown> => say(heard, answers, text, rest);
  window['showWarningMessage'] = message;
  window['showInformationMessage'] = message;
  window['showErrorMessage'] = message;
  window['showInputBox'] = (options: vscode.InputBoxOptions = {}) => type(heard, answers, options);
  window['showQuickPick'] = async (
    items: readonly (vscode.QuickPickItem | string)[] | Promise<readonly (vscode.QuickPickItem | string)[]>,
    options: vscode.QuickPickOptions = {},
  ) => {
    const rows = await items;
    const labels = rows.map((item) => (typeof item === 'string' ? item : item.label));
    heard.rows.push(...labels);
    const picked = answers.pick?.(options.title ?? '', labels);
    return rows[labels.indexOf(picked ?? '')];
  };
  try {
    await task();
  } finally {
    for (const [name, original] of originals) window[name] = original;
  }
  return heard;
}

async function say(heard: Heard, answers: Answers, text: string, rest: readonly unknown[]): Promise<unknown> {
  heard.messages.push(text);
  const [first] = rest;
  const options = isOptions(first) ? first : null;
  if (!options?.modal) return undefined;
  heard.details.push(options.detail ?? '');
  const title = await answers.confirm?.(text, options.detail ?? '');
  return rest.find((item) => typeof item === 'object' && item !== null && 'title' in item && item.title === title);
}

async function type(heard: Heard, answers: Answers, options: vscode.InputBoxOptions): Promise<string | undefined> {
  heard.prompts.push(options.prompt ?? '');
  const text = answers.type?.(options.title ?? '', options.prompt ?? '');
  if (text === undefined) return undefined;
  const problem = await options.validateInput?.(text);
  // A real box does not close on text that it refuses.
  if (problem) heard.messages.push(typeof problem === 'string' ? problem : problem.message);
  return problem ? undefined : text;
}

function isOptions(value: unknown): value is vscode.MessageOptions {
  return typeof value === 'object' && value !== null && ('modal' in value || 'detail' in value);
}
