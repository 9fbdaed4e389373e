import type { AnyEvent } from '#shared/case/envelope.ts';
import { evolve } from '#shared/case/evolve.ts';
import type { CaseState } from '#shared/case/state.ts';

/** A place that can be found, read off a log in the plainest way. */
export interface PlainPlace {
  readonly position: number;
  readonly caseId: string;
  /** Null for a case's opening. */
  readonly entry: string | null;
  readonly at: number;
  /** A person of the desk, or `customer`. */
  readonly author: string;
  readonly addressee: string | null;
  readonly files: number;
  readonly amounts: readonly number[];
  readonly folded: string;
  /** Chinese anywhere, words whole or by their beginning, where it is the last and only one. */
  readonly has: (word: string) => boolean;
}

const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFKC')
    .toLowerCase();

function place(head: Omit<PlainPlace, 'folded' | 'has' | 'amounts'>, text: string): PlainPlace {
  const folded = fold(text);
  const has = (word: string): boolean => {
    const sought = fold(word);
    return /\p{Script=Han}/u.test(sought) ? folded.includes(sought) : (folded.match(/[a-z0-9]+/g) ?? []).some((one) => one.startsWith(sought));
  };
  // The texts of the log name amounts by these numbers alone.
  const amounts = [...text.matchAll(/(?<![\d,.*-])(200|88|1,250\.50|3000)(?![\d,.*-])/g)].map(([found]) => Number(found.replace(',', '')));
  return { ...head, folded, has, amounts };
}

/** Every place of a log, as it stands at its end. */
export function plainPlaces(log: readonly AnyEvent[]): readonly PlainPlace[] {
  const states = new Map<string, CaseState>();
  const places = new Map<string, PlainPlace>();
  const links = new Map<string, string>();
  for (const event of log) {
    const state = evolve(states.get(event.about.id), event);
    if (!state) continue;
    states.set(state.id, state);
    const actor = event.actor.kind === 'customer' ? 'customer' : event.actor.id;
    const head = { position: event.position, caseId: state.id, entry: event.id as string | null, at: event.at, author: actor, addressee: null, files: 0 };
    const put = (more: Partial<PlainPlace>, text: string) => places.set(event.id, place({ ...head, ...more }, text));
    if (event.type === 'case.opened') put({ entry: null }, event.content?.contactName ?? '');
    if (event.type === 'message.received' && event.content)
      put({ addressee: state.owner ?? state.intendedFor, files: event.content.attachments.length }, event.content.text);
    if (event.type === 'message.sent' && event.content) put({ addressee: 'customer', files: event.content.attachments.length }, event.content.text);
    if ((event.type === 'note.added' || event.type === 'survey.answered') && event.content?.text) put({}, event.content.text);
    if ((event.type === 'call.started' || event.type === 'call.missed') && event.content?.number)
      put(event.body.direction === 'inbound' ? { author: 'customer', addressee: actor } : { addressee: 'customer' }, event.content.number.text);
    if (event.type === 'transaction.linked') {
      put({}, event.body.transaction);
      links.set(event.id, event.body.transaction);
    }
    if (event.type === 'transaction.unlinked') {
      for (const [id, { caseId }] of places) if (caseId === state.id && links.get(id) === event.body.transaction) places.delete(id);
    }
    if (event.type === 'message.redacted' || event.type === 'message.withdrawn') places.delete(event.body.message);
  }
  return [...places.values()];
}
