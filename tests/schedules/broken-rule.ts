/** What a schedule finds: a rule that did not hold. Its message begins with the rule, so that findings of one kind look alike. */
export class BrokenRule extends Error {
  override readonly name = 'BrokenRule';
}

/** `rule`: such as `B8: one key sealed two messages that left`. */
export function mustHold(condition: boolean, rule: string, detail?: string): void {
  if (!condition) throw new BrokenRule(detail === undefined ? rule : `${rule} (${detail})`);
}
