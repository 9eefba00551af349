/** A scenario of one device: its session, and what it seals and opens one after the other (vectors/README.md). */
import { createHash } from 'node:crypto';
import { hex, type Input, type JsonObject } from './vector.ts';

/** A session at rest of more bytes is given by its hash only. */
const MAX_WHOLE_SESSION_BYTES = 4_096;

export interface ScenarioSubject<State> {
  read(bytes: Uint8Array): State;
  bytes(state: State): Uint8Array;
  seal(state: State, step: Input): Promise<{ readonly state: State; readonly packet: Uint8Array }>;
  open(
    state: State,
    step: Input,
  ): Promise<
    | { readonly kind: 'opened'; readonly state: State; readonly plaintext: Uint8Array }
    | { readonly kind: 'duplicate' | 'not-for-us' }
  >;
}

export async function playScenario<State>(input: Input, subject: ScenarioSubject<State>): Promise<JsonObject> {
  let state = subject.read(input.hex('session'));
  const steps: JsonObject[] = [];
  const fingerprint = () => createHash('sha256').update(subject.bytes(state)).digest('hex');
  for (const step of input.list('steps')) {
    if (step.text('do') === 'seal') {
      const sealed = await subject.seal(state, step);
      state = sealed.state;
      steps.push({ packet: hex(sealed.packet), session_sha256: fingerprint() });
    } else {
      const opened = await subject.open(state, step);
      if (opened.kind === 'opened') state = opened.state;
      const plaintext = opened.kind === 'opened' ? { plaintext: hex(opened.plaintext) } : {};
      steps.push({ result: opened.kind, ...plaintext, session_sha256: fingerprint() });
    }
  }
  const bytes = subject.bytes(state);
  return bytes.length > MAX_WHOLE_SESSION_BYTES ? { steps } : { steps, session: hex(bytes) };
}
