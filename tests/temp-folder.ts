import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder that is made when it is first asked for: a file whose tests are all passed over, or that is only listed, leaves none behind. */
export class TempFolder {
  readonly #prefix: string;
  #made: string | null = null;

  /** Made below the system's folder for what passes, with links resolved, or where the prefix says. */
  constructor(prefix: string) {
    this.#prefix = path.isAbsolute(prefix) ? prefix : path.join(realpathSync(tmpdir()), prefix);
  }

  get path(): string {
    this.#made ??= mkdtempSync(this.#prefix);
    return this.#made;
  }

  /** With all that is in it; where it was never asked for there is nothing to remove. */
  remove(): void {
    if (this.#made !== null) rmSync(this.#made, { recursive: true, force: true });
    this.#made = null;
  }
}
