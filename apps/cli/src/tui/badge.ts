/**
 * What tells two contacts of the same name apart: a colour and a few characters that come from the account id, which
 * nobody can choose freely (attack C10).
 */

const COLOURS = ['magenta', 'blue', 'green', 'yellow', 'cyan', 'red', 'magentaBright', 'blueBright'] as const;
const TAIL_CHARACTERS = 6;

export interface Badge {
  readonly colour: (typeof COLOURS)[number];
  /** The end of the account id. */
  readonly tail: string;
}

export function badgeOf(accountId: string): Badge {
  let sum = 0;
  for (const character of accountId) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return { colour: COLOURS[sum % COLOURS.length] ?? 'magenta', tail: accountId.slice(-TAIL_CHARACTERS) };
}
