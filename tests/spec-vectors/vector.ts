/**
 * A vector: one scenario, what goes in, and what must come out (format: vectors/README.md).
 *
 * Owns the types and the reading of inputs. Must not know: any implementation.
 */
import { formatHex, parseHex } from '@sotto/wire';

export type Json = string | number | boolean | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/** What a generator makes: everything but the output. */
export interface Case {
  /** `folder/name` below `vectors/`. */
  readonly path: string;
  /** Where the rule is: `04 §5`. */
  readonly spec: string;
  /** One sentence: what happens, or the one fault. */
  readonly story: string;
  /** What is to be run. */
  readonly run: string;
  readonly input: JsonObject;
  /** `success` or an error code of specs/00 §3. */
  readonly expect: string;
}

export interface Vector extends Case {
  /** Only with `success`. */
  readonly output?: JsonObject;
}

export type Run = (input: Input) => JsonObject | Promise<JsonObject>;
export type Runs = Readonly<Record<string, Run>>;

/** Reads the members of an input; a member that is missing or of another type is a mistake of the vector. */
export class Input {
  readonly #members: JsonObject;

  constructor(members: JsonObject) {
    this.#members = members;
  }

  has(name: string): boolean {
    return this.#members[name] !== undefined;
  }

  text(name: string): string {
    const value = this.#members[name];
    if (typeof value !== 'string') throw new TypeError(`no text '${name}' in the vector`);
    return value;
  }

  hex(name: string): Uint8Array {
    return parseHex(this.text(name));
  }

  number(name: string): number {
    const value = this.#members[name];
    if (typeof value !== 'number') throw new TypeError(`no number '${name}' in the vector`);
    return value;
  }

  object(name: string): Input {
    return asInput(this.#members[name], name);
  }

  optional(name: string): Input | undefined {
    return this.has(name) ? this.object(name) : undefined;
  }

  list(name: string): Input[] {
    return this.#array(name).map((each) => asInput(each, name));
  }

  hexList(name: string): Uint8Array[] {
    return this.#array(name).map((each) => parseHex(String(each)));
  }

  #array(name: string): readonly Json[] {
    const value = this.#members[name];
    if (!Array.isArray(value)) throw new TypeError(`no list '${name}' in the vector`);
    return value;
  }
}

function asInput(value: Json | undefined, name: string): Input {
  if (typeof value !== 'object' || Array.isArray(value)) throw new TypeError(`no object '${name}' in the vector`);
  return new Input(value as JsonObject);
}

export const hex = formatHex;
