/** What the reference implementation throws: one of the codes of specs/00 §3, and nothing else. */
export class Refusal extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** Throws `code` unless `holds`. */
export function demand(holds: boolean, code: string): asserts holds {
  if (!holds) throw new Refusal(code);
}

/** What `step` gives; whatever it throws becomes `code`. */
export function orRefuse<T>(code: string, step: () => T): T {
  try {
    return step();
  } catch {
    throw new Refusal(code);
  }
}
