import type { Intent } from '#electron/demo/conversation/intents.ts';
import type { Language } from '#shared/lib/localized.ts';

/** What the customer knows; it never changes while they talk. */
export interface Facts {
  readonly amount: string;
  readonly when: string;
  readonly order: string;
  readonly bank: string;
  readonly device: string;
  readonly screen: string;
}

/** A made-up customer's matter: what they write first, what they know, and what they say where the common words do not fit. */
export interface Script {
  readonly id: string;
  readonly queue: string;
  readonly language: Language;
  /** Written one after another. */
  readonly opening: readonly string[];
  readonly facts: Facts;
  readonly own: Readonly<Partial<Record<Intent, readonly string[]>>>;
  /** How it ends for somebody who was helped. */
  readonly end: 'thanks' | 'grudging' | 'silent';
  /** How much waiting and empty words they bear before they grow angry. */
  readonly patience: 1 | 2 | 3;
}

/** What people in general say to each intent; `{fact}` is filled in. */
export type CommonWords = Readonly<Record<Intent | 'nudge' | 'angry' | 'thanks' | 'grudging' | 'again', readonly string[]>>;
