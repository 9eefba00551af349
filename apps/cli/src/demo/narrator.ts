/** Tells the story in human words and keeps count of what was promised and not seen. */
import process from 'node:process';
import { styleText } from 'node:util';

export class Narrator {
  #failures = 0;
  #checks = 0;

  chapter(title: string): void {
    this.#print(`\n${styleText('bold', title)}`);
  }

  say(text: string): void {
    this.#print(`  ${text}`);
  }

  /** A promise of the product: shown with a mark, and remembered when it does not hold. */
  check(promise: string, holds: boolean, seen: string): void {
    this.#checks += 1;
    if (holds) {
      this.#print(`  ${styleText('green', '✓')} ${promise}`);
      return;
    }
    this.#failures += 1;
    this.#print(`  ${styleText('red', '✗')} ${promise} ${styleText('dim', `(seen: ${seen})`)}`);
  }

  /** The last words. Returns the exit code. */
  end(): number {
    const held = this.#checks - this.#failures;
    this.#print(
      this.#failures === 0
        ? `\n${styleText('green', `All ${this.#checks} promises held.`)}`
        : `\n${styleText('red', `${this.#failures} of ${this.#checks} promises did not hold; ${held} did.`)}`,
    );
    return this.#failures === 0 ? 0 : 1;
  }

  #print(text: string): void {
    process.stdout.write(`${text}\n`);
  }
}
