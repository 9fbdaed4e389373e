import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ConsoleOptions, KillPoint, Order, Told } from '#tests/faults/console-words.ts';

/** A console in a process of its own, which may die and be started again on the same folder. */
export class ConsoleHandle {
  readonly #options: ConsoleOptions;
  readonly #watchers = new Set<(told: Told | 'gone') => void>();
  #child: ChildProcess | null = null;
  /** Ids by case in the order of their acknowledgements. */
  readonly acknowledged = new Map<string, string[]>();
  /** Counts acknowledgements, and answers that did not come. */
  acknowledgements = 0;
  unreachable = 0;
  #failed: string | null = null;

  constructor(options: ConsoleOptions) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.name;
  }

  get isRunning(): boolean {
    return this.#child !== null;
  }

  async start(): Promise<void> {
    const child = fork(fileURLToPath(import.meta.resolve('#tests/fixtures/processes/console.ts')), [JSON.stringify(this.#options)], { stdio: 'inherit' });
    this.#child = child;
    child.on('message', (told: Told) => this.#hear(told));
    child.once('exit', () => {
      if (this.#child === child) this.#child = null;
      for (const watcher of this.#watchers) watcher('gone');
    });
    await this.done('start');
  }

  send(order: Order): void {
    this.#child?.send(order);
  }

  /** Fulfilled when an order was carried out; rejects when the process ends before. */
  async ask(order: Order & { readonly do: 'stop' | 'settle' | 'hold' }): Promise<void> {
    const done = this.done(order.do);
    this.send(order);
    await done;
  }

  async done(what: 'start' | 'stop' | 'settle' | 'hold'): Promise<void> {
    await this.#until((told) => {
      if (told === 'gone') throw new Error(`${this.name} ended before its ${what}`);
      return 'done' in told && told.done === what;
    }, what);
  }

  /** Fulfilled after so many more acknowledgements, or when the process ended. */
  async appends(count: number): Promise<void> {
    const enough = this.acknowledgements + count;
    await this.#until((told) => told === 'gone' || this.acknowledgements >= enough, `${count} acknowledgements`);
  }

  /** Fulfilled when an append met no server, or the process ended. */
  async missesTheServer(): Promise<void> {
    const before = this.unreachable;
    await this.#until((told) => told === 'gone' || this.unreachable > before, 'no server');
  }

  /** Tells it to end itself; fulfilled when it has. */
  async dieAt(at: KillPoint): Promise<void> {
    const gone = this.#until((told) => told === 'gone', `its end: ${at}`);
    this.send({ do: 'kill', at });
    await gone;
  }

  async end(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    const gone = once(child, 'exit');
    this.send({ do: 'end' });
    await gone;
  }

  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  #hear(told: Told): void {
    if ('acknowledged' in told) {
      this.acknowledged.set(told.caseId, [...(this.acknowledged.get(told.caseId) ?? []), told.acknowledged]);
      this.acknowledgements++;
    }
    if ('unreachable' in told) this.unreachable++;
    if ('failed' in told) this.#failed = told.failed;
    for (const watcher of this.#watchers) watcher(told);
  }

  #until(holds: (told: Told | 'gone') => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const over = (settle: () => void) => {
        clearTimeout(guard);
        this.#watchers.delete(watcher);
        settle();
      };
      const watcher = (told: Told | 'gone') => {
        try {
          if (this.#failed !== null) throw new Error(`${this.name} failed: ${this.#failed}`);
          if (holds(told)) over(resolve);
        } catch (cause) {
          over(() => reject(cause));
        }
      };
      // A guard against a hang, no measure.
      const guard = setTimeout(() => over(() => reject(new Error(`${this.name}: waited too long for ${what}`))), 90_000);
      this.#watchers.add(watcher);
    });
  }
}
