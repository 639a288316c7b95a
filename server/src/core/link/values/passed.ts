/** What parameters stand for: what those who call the function pass, and those who call them. */
import { type Caller, functionKey, type Parameter, passedBy } from './callers.ts';
import type { Program } from '../program.ts';
import { either, known, type Value } from './values.ts';

/** Parameters that are passed on to parameters that are passed on ...: nobody passes a client through more hands. */
const maxDepth = 4;

interface Answer {
  readonly value: Value;
  /** Functions whose callers were asked for on the way. */
  readonly asked: ReadonlyMap<string, readonly [uri: string, id: number]>;
}

export interface Passed {
  /** What callers pass for a parameter; the parameter itself where nobody tells. */
  of(parameter: Parameter): Value;
  /** What is written at the calls of its function: parameters of the functions around those stay what they are. */
  written(parameter: Parameter): Value;
  /** Forgets all answers: there are other calls. */
  clear(): void;
}

/** Each question is answered once. `note` is told every time of all functions whose callers the answer depends on. */
export function createPassed(
  program: Program,
  callersOf: (uri: string, id: number) => readonly Caller[],
  note: (uri: string, id: number) => void,
): Passed {
  const answers = new Map<string, Answer>();

  const answerTo = (parameter: Parameter, depth: number): Answer => {
    if (depth === 0) return { value: parameter, asked: new Map() };
    const { uri, function: id, index, path } = parameter;
    const question = `${depth} ${index} ${JSON.stringify(path)} ${functionKey(uri, id)}`;
    const answered = answers.get(question);
    if (answered) return answered;
    const asked = new Map<string, readonly [uri: string, id: number]>([[functionKey(uri, id), [uri, id]]]);
    const passed = callersOf(uri, id).map((caller) => passedBy(program, caller, parameter));
    const values = new Set<Value>();
    for (const option of passed.flatMap(known)) {
      if (option.kind !== 'parameter') {
        values.add(option);
        continue;
      }
      const further = answerTo(option, depth - 1);
      for (const value of further.value.kind === 'either' ? further.value.options : [further.value]) values.add(value);
      for (const [key, fn] of further.asked) asked.set(key, fn);
    }
    // What one caller does not tell is not made up for by the others.
    const value = values.size === 0 ? parameter : either([...values, ...new Set(passed.flatMap(unknownIn))]);
    const answer = { value, asked };
    answers.set(question, answer);
    return answer;
  };

  return {
    of(parameter) {
      const { value, asked } = answerTo(parameter, maxDepth);
      for (const [uri, id] of asked.values()) note(uri, id);
      return value;
    },
    written(parameter) {
      note(parameter.uri, parameter.function);
      const values = callersOf(parameter.uri, parameter.function).map((caller) => passedBy(program, caller, parameter));
      return values.length === 0 ? parameter : either(values);
    },
    clear: () => answers.clear(),
  };
}

function unknownIn(value: Value): readonly Value[] {
  if (value.kind === 'either') return value.options.flatMap(unknownIn);
  return value.kind === 'unknown' ? [value] : [];
}
