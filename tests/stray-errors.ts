import { writeFileSync } from 'node:fs';
import type { Reporter } from 'vitest/node';

interface Stray {
  readonly name?: string;
  readonly message: string;
  readonly stack?: string;
}

/** Keeps what broke outside of any test, a line each: Vitest fails the run for it, and its JSON report does not say why. */
export class StrayErrors implements Reporter {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  onTestRunEnd(_modules: unknown, errors: readonly Stray[]): void {
    const lines = errors.map(({ name = 'Error', message, stack = '' }) => {
      const at = stack.split('\n').find((line) => /^\s+at /.test(line) && !line.includes('node_modules') && !line.includes('node:'));
      return `outside of any test: ${name}: ${message.split('\n')[0]}${at ? ` (${at.trim()})` : ''}`;
    });
    writeFileSync(this.#file, JSON.stringify(lines));
  }
}
