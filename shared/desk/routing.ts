import type { ChannelKind } from '#shared/case/channel.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import { type LoadKind, loadKind, type Person } from '#shared/desk/person.ts';
import type { Queue } from '#shared/desk/queue.ts';
import { assertNever } from '#shared/lib/assert.ts';
import { SECOND } from '#shared/lib/time.ts';

/** How long a case rings at one person before it goes to somebody else. */
export const RING_MS = 20 * SECOND;

/** Among how many of the next cases one is picked at random, so that consoles do not all reach for the same. */
const AMONG_FIRST = 3;

/** How many contacts of each kind somebody works on now. */
export type Load = Readonly<Record<LoadKind, number>>;

/** What a contact of a channel weighs as. */
export function loadKindOf(channel: ChannelKind): LoadKind {
  switch (channel) {
    case 'phone':
      return 'call';
    case 'chat':
      return 'chat';
    case 'email':
      return 'email';
    case 'wechat':
    case 'weibo':
    case 'whatsapp':
    case 'telegram':
      return 'message';
    default:
      return assertNever(channel, 'channel');
  }
}

/** Counts somebody's open cases by kind; what is snoozed takes no place. */
export function loadOf(rows: Iterable<Pick<InboxRow, 'channel' | 'status'>>): Load {
  const load: Record<LoadKind, number> = { call: 0, chat: 0, message: 0, email: 0 };
  for (const { channel, status } of rows) if (status === 'open') load[loadKindOf(channel)]++;
  return load;
}

/**
 * Whether one more contact of a kind may ring at somebody: there is room among those of its kind, and nothing more
 * urgent is under way, since a contact interrupts the less urgent only (call before chat before message before e-mail).
 */
export function hasRoom(load: Load, person: Pick<Person, 'capacity'>, kind: LoadKind): boolean {
  if (load[kind] >= person.capacity[kind]) return false;
  const moreUrgent = loadKind.options.slice(0, loadKind.options.indexOf(kind));
  return moreUrgent.every((other) => load[other] === 0);
}

/** What of a waiting case routing looks at. */
export type WaitingCase = Pick<
  InboxRow,
  'id' | 'queue' | 'channel' | 'language' | 'priority' | 'status' | 'waitingSince' | 'openedAt' | 'intendedFor' | 'declinedBy'
>;

/** What routing knows of the desk at this moment. */
export interface RoutingView {
  readonly queue: (id: WaitingCase['queue']) => Pick<Queue, 'skills'> | undefined;
  /** Whether somebody takes cases now; a case meant for such a person rings at nobody else. */
  readonly isAvailable: (person: Person['id']) => boolean;
}

/** Whether a waiting case may ring at somebody with this load: queue, skills, language, room, and that they did not decline it. */
export function mayRing(one: WaitingCase, person: Person, load: Load, view: RoutingView): boolean {
  // Whom nobody keeps waiting was answered without the case being taken: it rings again when they write.
  if (one.status !== 'waiting' || one.waitingSince === null || one.declinedBy.includes(person.id)) return false;
  if (!hasRoom(load, person, loadKindOf(one.channel))) return false;
  if (one.intendedFor === person.id) return true;
  if (one.intendedFor !== null && view.isAvailable(one.intendedFor)) return false;
  const queue = view.queue(one.queue);
  if (!queue || !person.queues.includes(one.queue)) return false;
  return person.languages.includes(one.language) && queue.skills.every((skill) => person.skills.includes(skill));
}

const waitedFrom = (one: WaitingCase) => one.waitingSince ?? one.openedAt;

/** Which case comes before which for somebody: meant for them, then the more urgent kind, then priority, then the longer wait. */
function before(person: Person): (a: WaitingCase, b: WaitingCase) => number {
  const own = (one: WaitingCase) => (one.intendedFor === person.id ? 0 : 1);
  const kind = (one: WaitingCase) => loadKind.options.indexOf(loadKindOf(one.channel));
  return (a, b) => own(a) - own(b) || kind(a) - kind(b) || b.priority - a.priority || waitedFrom(a) - waitedFrom(b);
}

/**
 * The case that rings next at somebody, or null: at random among the first few that are alike in urgency. `random`
 * answers below 1.
 */
export function nextToRing<C extends WaitingCase>(waiting: Iterable<C>, person: Person, load: Load, view: RoutingView, random: () => number): C | null {
  const order = before(person);
  const fitting = [...waiting].filter((one) => mayRing(one, person, load, view)).sort(order);
  const first = fitting[0];
  if (!first) return null;
  const alike = (one: C) =>
    one.priority === first.priority &&
    loadKindOf(one.channel) === loadKindOf(first.channel) &&
    (one.intendedFor === person.id) === (first.intendedFor === person.id);
  const few = fitting.slice(0, AMONG_FIRST).filter(alike);
  return few[Math.floor(random() * few.length)] ?? first;
}
