/** What a static check is. Each lives in a file of its own beside this one; `scripts/check.ts` runs them all. */

export interface CheckContext {
  /** Absolute path of the repository. */
  readonly root: string;
  /** Rewrite what can be regenerated (API lists, the package graph) instead of comparing it. */
  readonly write: boolean;
}

export interface CheckReport {
  /** One line each; empty when the check passes. */
  readonly problems: readonly string[];
  /** Shown beside the name when it passes: what was looked at. */
  readonly summary: string;
}

export interface Check {
  readonly name: string;
  run(context: CheckContext): Promise<CheckReport>;
}
