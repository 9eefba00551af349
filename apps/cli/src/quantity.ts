/** Parsers of option values that are quantities. They throw what commander turns into a usage error. */
import { InvalidArgumentError, Option } from 'commander';

/** A parser of whole numbers from `min` to `max`. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max) {
      throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
    }
    return value;
  };
}

export interface SecondsOption {
  readonly flags: string;
  readonly description: string;
  readonly maxSeconds: number;
  readonly defaultSeconds: number;
}

/** An option given in seconds, fractions allowed; its value is milliseconds. */
export function secondsOption({ flags, description, maxSeconds, defaultSeconds }: SecondsOption): Option {
  return new Option(flags, description)
    .default(defaultSeconds * 1_000, String(defaultSeconds))
    .argParser((text: string) => {
      const value = Number(text);
      if (!/^\d+(\.\d+)?$/.test(text) || value > maxSeconds) {
        throw new InvalidArgumentError(`It must be seconds from 0 to ${maxSeconds}.`);
      }
      return Math.round(value * 1_000);
    });
}

/** Options of a command that connects to have a look. */
export interface ConnectionOptions {
  readonly offline?: boolean;
  /** Milliseconds. */
  readonly timeout: number;
}

/** `--timeout`, as the commands that wait for the network have it. */
export function timeoutOption(description: string, defaultSeconds = 20): Option {
  return secondsOption({ flags: '--timeout <seconds>', description, maxSeconds: 3_600, defaultSeconds });
}
