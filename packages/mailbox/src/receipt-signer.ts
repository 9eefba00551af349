/**
 * Custody receipts, all that come due in one turn of the event loop under one signature (specs/06 §6; attack E1).
 *
 * Envelopes that shared a commit come due together, so a busy mailbox signs once per commit. Nobody waits for others: a
 * receipt that is alone is signed alone, in the same turn. Must not know: whether an envelope is durable; the caller asks
 * for a receipt when it is.
 */
import { type CustodyStatement, signCustodyReceipts } from '@sotto/crypto';
import { type CustodyReceipt, LIMITS } from '@sotto/wire';
import type { MailboxIdentity } from './mailbox-identity.ts';

interface Due {
  readonly statement: CustodyStatement;
  readonly resolve: (receipt: CustodyReceipt) => void;
  readonly reject: (error: unknown) => void;
}

export class ReceiptSigner {
  readonly #identity: MailboxIdentity;
  #turn: Due[] = [];

  constructor(identity: MailboxIdentity) {
    this.#identity = identity;
  }

  /** States what is durable already. */
  sign(statement: CustodyStatement): Promise<CustodyReceipt> {
    if (this.#turn.length === 0) setImmediate(() => this.#signTurn());
    return new Promise((resolve, reject) => {
      this.#turn.push({ statement, resolve, reject });
    });
  }

  #signTurn(): void {
    const turn = this.#turn;
    this.#turn = [];
    for (let start = 0; start < turn.length; start += LIMITS.MAX_RECEIPTS_PER_SIGNATURE) {
      this.#signTogether(turn.slice(start, start + LIMITS.MAX_RECEIPTS_PER_SIGNATURE));
    }
  }

  #signTogether(due: readonly Due[]): void {
    const { mailboxKey, secretKey } = this.#identity;
    try {
      const receipts = signCustodyReceipts({
        mailboxKey,
        secretKey,
        statements: due.map(({ statement }) => statement),
      });
      for (const [i, receipt] of receipts.entries()) due[i]?.resolve(receipt);
    } catch (error) {
      for (const { reject } of due) reject(error);
    }
  }
}
