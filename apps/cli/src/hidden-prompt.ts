/**
 * Questions to the person at the terminal. Prompts go to standard error: standard output belongs to results.
 *
 * The terminal is put back whatever happens; Ctrl-C and Ctrl-D cancel.
 */
import { UnavailableError } from '@sotto/wire';
import type { Environment } from './environment.ts';
import { sanitizeForTerminal } from './sanitize.ts';

const MAX_ANSWER_CHARACTERS = 1_024;

export function canPrompt(environment: Environment): boolean {
  const { stdin, stderr } = environment;
  return stdin.isTTY === true && stderr.isTTY === true && typeof stdin.setRawMode === 'function';
}

/** Reads one line without showing it. @throws {UnavailableError} `aborted` when the person cancels */
export function promptHidden(question: string, environment: Environment): Promise<string> {
  return prompt(question, environment, false);
}

/** Reads one line and shows it. @throws {UnavailableError} `aborted` when the person cancels */
export function promptLine(question: string, environment: Environment): Promise<string> {
  return prompt(question, environment, true);
}

type Edit =
  | { readonly kind: 'typed'; readonly answer: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'cancelled' };

function edit(answer: string, character: string): Edit {
  if (character === '\r' || character === '\n') return { kind: 'done' };
  if (character === '\u0003' || character === '\u0004') return { kind: 'cancelled' };
  if (character === '\u007f' || character === '\b') return { kind: 'typed', answer: [...answer].slice(0, -1).join('') };
  if (character === '\u0015') return { kind: 'typed', answer: '' };
  if (character < ' ' || answer.length >= MAX_ANSWER_CHARACTERS) return { kind: 'typed', answer };
  return { kind: 'typed', answer: answer + character };
}

function prompt(question: string, environment: Environment, visible: boolean): Promise<string> {
  const { stdin, stderr } = environment;
  return new Promise((resolve, reject) => {
    let answer = '';
    const finish = (settle: () => void) => {
      stdin.off('data', onData);
      stdin.off('end', onEnd);
      stdin.setRawMode?.(false);
      stdin.pause();
      stderr.write('\n');
      settle();
    };
    const onData = (chunk: unknown) => {
      for (const character of String(chunk)) {
        const next = edit(answer, character);
        if (next.kind === 'done') return finish(() => resolve(answer));
        if (next.kind === 'cancelled') return finish(() => reject(new UnavailableError('aborted', 'cancelled')));
        if (visible) stderr.write(`\r\u001b[K${question}${sanitizeForTerminal(next.answer)}`);
        answer = next.answer;
      }
    };
    const onEnd = () => finish(() => reject(new UnavailableError('aborted', 'the terminal is gone')));
    stderr.write(question);
    stdin.setEncoding('utf8');
    stdin.setRawMode?.(true);
    stdin.on('data', onData);
    stdin.on('end', onEnd);
    stdin.resume();
  });
}
