import { agentWords } from '#electron/demo/conversation/agent-words.ts';
import { pick } from '#electron/wallet/demo/make-customers.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { MINUTE, SECOND } from '#shared/lib/time.ts';

/** What a simulated colleague does at the desk: the same things as a real one. */
export interface ColleagueDesk {
  /** Who of these may be simulated now: nobody has signed in as them. */
  free(): readonly PersonId[];
  signIn(person: PersonId): Promise<void>;
  signOut(person: PersonId): Promise<void>;
  setState(person: PersonId, state: 'available' | 'break'): Promise<void>;
  /** Whether a real person has signed in as them meanwhile. */
  isTaken(person: PersonId): boolean;
  ringing(person: PersonId): CaseId | null;
  openCases(person: PersonId): readonly CaseId[];
  state(caseId: CaseId): Promise<CaseState | undefined>;
  /** Whether what is written on the case's channel can leave this desk. */
  canAnswer(caseId: CaseId): Promise<boolean>;
  accept(person: PersonId, caseId: CaseId): Promise<void>;
  reply(person: PersonId, caseId: CaseId, text: string): Promise<void>;
  resolve(person: PersonId, caseId: CaseId): Promise<void>;
  release(person: PersonId, caseId: CaseId): Promise<void>;
  decline(person: PersonId, caseId: CaseId): Promise<void>;
}

interface Options {
  readonly desk: ColleagueDesk;
  readonly random: () => number;
  readonly setTimer: (work: () => void, ms: number) => unknown;
  readonly clearTimer: (timer: unknown) => void;
  readonly logger: Logger;
}

/** How often a colleague looks up from their work. */
const LOOK_MS = 4 * SECOND;
/** Chance at each look of a short break, and of picking up what rings. */
const BREAK = 0.004;
const PICK_UP = 0.45;
const BREAK_MS = 3 * MINUTE;

interface Colleague {
  timer: unknown;
  /** How far each case is: which words come next. */
  readonly steps: Map<CaseId, number>;
}

/** Simulated agents who sign in, are rung, answer and close like anybody else, so that the supervisor's board lives. */
export class DemoColleagues {
  readonly #options: Options;
  readonly #at = new Map<PersonId, Colleague>();
  #line: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** How many work now. */
  get count(): number {
    return this.#at.size;
  }

  /** Brings in or sends home so that `wanted` work, as far as there are people; those who go give back what they have open. */
  set(wanted: number): Promise<void> {
    this.#line = this.#line.then(() => this.#set(wanted)).catch((cause: unknown) => this.#warn('set', cause));
    return this.#line;
  }

  async stop(): Promise<void> {
    await this.set(0);
    this.#stopped = true;
  }

  async #set(wanted: number): Promise<void> {
    if (this.#stopped) return;
    const { desk } = this.#options;
    for (const person of desk.free()) {
      if (this.#at.size >= wanted) break;
      if (this.#at.has(person)) continue;
      await desk.signIn(person);
      const colleague: Colleague = { timer: null, steps: new Map() };
      this.#at.set(person, colleague);
      this.#next(person, colleague, this.#pause());
    }
    for (const person of [...this.#at.keys()].reverse()) {
      if (this.#at.size <= wanted) break;
      await this.#goHome(person);
    }
  }

  /** Goes home; what is open goes back to its queue, unless a real person sits there now. */
  async #goHome(person: PersonId): Promise<void> {
    const colleague = this.#at.get(person);
    if (!colleague) return;
    this.#at.delete(person);
    this.#options.clearTimer(colleague.timer);
    const { desk } = this.#options;
    if (!desk.isTaken(person)) for (const caseId of desk.openCases(person)) await desk.release(person, caseId);
    await desk.signOut(person);
  }

  #pause(): number {
    return LOOK_MS * (0.5 + this.#options.random());
  }

  #next(person: PersonId, colleague: Colleague, ms: number): void {
    colleague.timer = this.#options.setTimer(() => {
      void this.#look(person, colleague).then(
        (pause) => this.#at.get(person) === colleague && this.#next(person, colleague, pause),
        (cause: unknown) => {
          this.#warn('look', cause);
          if (this.#at.get(person) === colleague) this.#next(person, colleague, this.#pause());
        },
      );
    }, ms);
  }

  /** One look at the desk; answers after how long the next one comes. */
  async #look(person: PersonId, colleague: Colleague): Promise<number> {
    const { desk, random } = this.#options;
    if (desk.isTaken(person)) {
      await this.#goHome(person);
      return 0;
    }
    const ringing = desk.ringing(person);
    if (ringing !== null) {
      // What nobody could send is left to people, who see why.
      if (!(await desk.canAnswer(ringing))) await desk.decline(person, ringing);
      else if (random() < PICK_UP) await desk.accept(person, ringing);
      return this.#pause();
    }
    for (const caseId of desk.openCases(person)) if (await this.#work(person, colleague, caseId)) return this.#pause();
    if (desk.openCases(person).length === 0 && random() < BREAK) {
      await desk.setState(person, 'break');
      return BREAK_MS;
    }
    // Whoever comes back, or missed a ring, is there again.
    await desk.setState(person, 'available');
    return this.#pause();
  }

  /** Takes a case one step on, where it is the desk's turn; answers whether anything was done. */
  async #work(person: PersonId, colleague: Colleague, caseId: CaseId): Promise<boolean> {
    const { desk, random } = this.#options;
    const state = await desk.state(caseId);
    if (!state || state.owner !== person || state.status !== 'open' || !(await desk.canAnswer(caseId))) return false;
    const step = colleague.steps.get(caseId) ?? 0;
    const words = agentWords[state.language];
    const heard = state.preview?.from === 'customer';
    if (step >= words.length) {
      if (!heard && random() > 0.2) return false;
      colleague.steps.delete(caseId);
      await desk.resolve(person, caseId);
      return true;
    }
    // After "let me check" the answer follows by itself; else the customer is to speak first.
    if (!heard && step !== 2 && random() > 0.05) return false;
    colleague.steps.set(caseId, step + 1);
    await desk.reply(person, caseId, pick(random, words[step] ?? []));
    return true;
  }

  #warn(what: string, cause: unknown): void {
    this.#options.logger.warn(`${what}: a simulated colleague could not go on`, { cause: String(cause) });
  }
}
