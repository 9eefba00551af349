/**
 * What a message of the catalogue is and which parameters it wants, for the compiler to check every use.
 *
 * A message is a text with `{names}`, or one text for each plural form of its `{count}`.
 */
export type Plural = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string }>;
export type Message = string | Plural;
export type Messages = Readonly<Record<string, Message>>;

/** Names in the braces of a text. */
type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
type TextOf<M extends Message> = M extends string ? M : M extends Plural ? M['other'] : never;
type NamesOf<M extends Message> = NamesIn<TextOf<M>> | (M extends string ? never : 'count');

/** `count` is a number, so that a plural form can be chosen; other values are texts, or numbers to be formatted. */
export type Parameters<M extends Message> = {
  readonly [Name in NamesOf<M>]: Name extends 'count' ? number : string | number;
};

/** What follows the key: nothing where the message wants nothing. */
export type Rest<M extends Message> = [NamesOf<M>] extends [never] ? [] : [parameters: Parameters<M>];

/** The same keys in another language; plural where the original is plural. */
export type TranslationOf<Original extends Messages> = {
  readonly [Key in keyof Original]: Original[Key] extends string ? string : Plural;
};

const PLACEHOLDER = /\{(\w+)\}/g;

/** The names in braces, sorted, each once. */
export function placeholdersOf(message: Message): readonly string[] {
  const texts = typeof message === 'string' ? [message] : Object.values(message);
  return [...new Set(texts.flatMap((text) => [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name)))].sort();
}

/** Puts the values in their places; a name without a value stays as it is. */
export function fill(text: string, value: (name: string) => string | undefined): string {
  return text.replace(PLACEHOLDER, (placeholder, name: string) => value(name) ?? placeholder);
}
