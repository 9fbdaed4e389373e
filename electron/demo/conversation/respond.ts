import { type Intent, intentOf } from '#electron/demo/conversation/intents.ts';
import type { Facts, Script } from '#electron/demo/conversation/script.ts';
import { words } from '#electron/demo/conversation/words.ts';
import { SECOND } from '#shared/lib/time.ts';

/** Where a made-up customer stands in their talk with the desk. */
export interface Talk {
  readonly script: Script;
  /** What they said of themselves, newest last; nothing is said twice in a row. */
  readonly said: readonly string[];
  /** How often each intent was met. */
  readonly met: Readonly<Partial<Record<Intent, number>>>;
  /** Empty words and waits in a row. */
  readonly bother: number;
  /** Whether they were told something that helps. */
  readonly helped: boolean;
  /** They have gone; nothing more comes. */
  readonly over: boolean;
}

/** One line with how long after the last one it is written, in ms. */
export interface Line {
  readonly text: string;
  readonly afterMs: number;
}

export interface Response {
  readonly talk: Talk;
  readonly lines: readonly Line[];
}

const asks: Readonly<Partial<Record<Intent, keyof Facts>>> = {
  'ask-amount': 'amount',
  'ask-time': 'when',
  'ask-order': 'order',
  'ask-bank': 'bank',
  'ask-screen': 'screen',
  'ask-device': 'device',
};

/** A customer who has just written their opening. */
export function beginTalk(script: Script): Talk {
  return { script, said: script.opening, met: {}, bother: 0, helped: false, over: false };
}

const fill = (text: string, facts: Facts): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in facts ? facts[name as keyof Facts] : whole));

/** One of several, never what was said last. */
function oneOf(choices: readonly string[], talk: Talk, random: () => number): string {
  const filled = choices.map((choice) => fill(choice, talk.script.facts));
  const fresh = filled.filter((choice) => choice !== talk.said.at(-1));
  const list = fresh.length > 0 ? fresh : filled.map((choice) => `${choice}${talk.script.language === 'en' ? '!' : '！'}`);
  return list[Math.floor(random() * list.length)] ?? '…';
}

/** How long a person reads and types: a second or two to begin, then by the letter. */
function typing(text: string, language: Script['language'], random: () => number): number {
  const aLetter = language === 'en' ? 0.12 : 0.4;
  return Math.round((1.5 + random() * 3 + text.length * aLetter) * SECOND);
}

const empty: ReadonlySet<Intent> = new Set(['apology', 'wait', 'refuse', 'other', 'greeting']);

function say(talk: Talk, text: string, random: () => number): Response {
  return { talk: { ...talk, said: [...talk.said, text] }, lines: [{ text, afterMs: typing(text, talk.script.language, random) }] };
}

/** The last words of somebody who leaves. */
function leave(talk: Talk, random: () => number): Response {
  const { script } = talk;
  const over = { ...talk, over: true };
  if (script.end === 'silent') return { talk: over, lines: [] };
  const common = words[script.language];
  return say(over, oneOf(talk.helped && script.end === 'thanks' ? common.thanks : common.grudging, talk, random), random);
}

/**
 * What the customer does about one message of the agent: answers a question from what they know, does what they are
 * told, bears empty words for a while, and goes once they are helped and asked whether that was all. Pure: the same
 * talk, words and random numbers give the same.
 */
export function respond(talk: Talk, agentText: string, random: () => number): Response {
  if (talk.over) return { talk, lines: [] };
  const { script } = talk;
  const common = words[script.language];
  const intent = intentOf(agentText);
  const times = (talk.met[intent] ?? 0) + 1;
  const bother = empty.has(intent) ? talk.bother + 1 : 0;
  const next: Talk = { ...talk, met: { ...talk.met, [intent]: times }, bother, helped: talk.helped || intent === 'answer' };
  if (intent === 'closing' || (intent === 'ask-more' && next.helped)) return leave(next, random);
  if (bother > script.patience + 1) return say({ ...next, bother: 0 }, oneOf(common.angry, next, random), random);
  const fact = asks[intent];
  if (fact !== undefined && times > 1) {
    const again = common.again.map((text) => text.replace('{fact}', script.facts[fact]));
    return say(next, oneOf(again, next, random), random);
  }
  return say(next, oneOf(script.own[intent] ?? common[intent], next, random), random);
}

/** What the customer writes when nobody answers; after the third time they go without a word. */
export function nudge(talk: Talk, random: () => number): Response {
  const { script } = talk;
  if (talk.over || talk.bother > script.patience) return { talk: { ...talk, over: true }, lines: [] };
  return say({ ...talk, bother: talk.bother + 1 }, oneOf(words[script.language].nudge, talk, random), random);
}
