/**
 * What a suite of known answers is: a name, where its cases come from, and the cases.
 *
 * Must not know: on which platform it runs, and how results are shown.
 */
import type { CryptoProvider } from '@sotto/crypto';
import type { ExpandedKems } from '../../packages/crypto/src/testing/expanded-kem.ts';

export const PLATFORMS = ['node-native', 'node-portable', 'chromium'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** The primitives of one platform, as `@sotto/crypto` calls them there. */
export interface Subject {
  readonly provider: CryptoProvider;
  readonly expandedKems: ExpandedKems;
}

/** A case that throws anything when the answer is another one, or one that our interface cannot express. */
export type VectorCase =
  | { readonly id: string; readonly check: (subject: Subject) => void | Promise<void> }
  | { readonly id: string; readonly skipped: string };

export interface VectorSuite {
  readonly name: string;
  /** Path in the folder of public vectors; none when the few published answers stand in the suite itself. */
  readonly file?: string;
  /** Every case of the file, those that are skipped included. */
  cases(text: string): readonly VectorCase[];
}

/** One row of the report. */
export interface SuiteResult {
  readonly name: string;
  /** Checked. */
  readonly cases: number;
  readonly failed: number;
  readonly skipped: number;
  /** What went wrong, the first few only. */
  readonly failures: readonly string[];
}
