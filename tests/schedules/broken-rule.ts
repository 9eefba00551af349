/** What a schedule finds: a rule that did not hold, named so that two findings of one kind look alike. */
export class BrokenRule extends Error {
  override readonly name = 'BrokenRule';
  /** Such as `B8: a key sealed two messages that left`. */
  readonly rule: string;

  constructor(rule: string, detail = '') {
    super(detail === '' ? rule : `${rule} (${detail})`);
    this.rule = rule;
  }
}

export function mustHold(condition: boolean, rule: string, detail?: string): void {
  if (!condition) throw new BrokenRule(rule, detail);
}
