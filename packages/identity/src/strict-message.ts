/**
 * Messages whose every byte must mean something: what carries no signature over itself may carry nothing unknown
 * (specs/01 §2). Otherwise a directory could add bytes to a log that still verifies.
 */
import { DecodeError } from '@sotto/wire';

/**
 * Returns `message` when neither it nor a message inside it has unknown fields.
 * @throws {DecodeError} `unknown-type`
 */
export function refuseUnknownFields<Message extends object>(message: Message): Message {
  visit(message);
  return message;
}

/** Depth is bounded by the schema: none of ours is recursive. */
function visit(value: unknown): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
  for (const [name, member] of Object.entries(value)) {
    if (name === '$unknown' && member !== undefined) {
      throw new DecodeError('unknown-type', 'unknown field', { hint: 'A newer version of Sotto may be needed.' });
    }
    visit(member);
  }
}
