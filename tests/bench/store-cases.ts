import questions from '#electron/demo/data/banking77/questions.json' with { type: 'json' };
import { openingsZh } from '#electron/demo/openings-zh.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { Attachment } from '#shared/case/attachment.ts';
import type { ChannelKind } from '#shared/case/channel.ts';
import type { AnyEvent, Position } from '#shared/case/envelope.ts';
import type { BodyOf, ContentOf, EventType } from '#shared/case/events.ts';
import { defaultReplyRules } from '#shared/case/reply-rules.ts';
import type { BlobHash, CaseId, CustomerId, EventId, GroupId, PersonId, QueueId, TransactionId } from '#shared/lib/ids.ts';
import { seededRandom } from '#shared/lib/random.ts';
import { type Instant, MINUTE, SECOND } from '#shared/lib/time.ts';

export const benchQueues = Object.keys(openingsZh) as readonly string[] as readonly QueueId[];
export const benchTags = ['vip', 'fraud', 'call-back'] as const;
export const benchPeople = Array.from({ length: 200 }, (_, index) => `agent-${index}` as PersonId);

/** Messages of a case and characters of a message: median, 95th percentile and most, as a real Chinese support chat has them. */
const MESSAGES = { median: 10, p95: 22, most: 48 };
const CHARACTERS = { median: 15, p95: 67, most: 325 };
const channels = ['chat', 'chat', 'chat', 'wechat', 'email', 'whatsapp', 'chat', 'weibo', 'chat', 'phone'] as const;
const file: Attachment = { blob: 'b'.repeat(64) as BlobHash, name: 'screenshot.png', type: 'image/png', size: 40_000 };

/** Cases that are worked at the same time, their events mixed. */
const AT_ONCE = 300;
const START: Instant = 1_790_000_000_000;
/** The cases with a thousand messages are the last to be opened: so many of a large desk, one in a thousand of a small one. */
const LONG = 40;
export const longCases = (cases: number): readonly CaseId[] =>
  Array.from({ length: Math.max(1, Math.min(LONG, Math.floor(cases / 1_000))) }, (_, index) => `case-${cases - 1 - index}` as CaseId);

const clauses = Object.values(openingsZh).flatMap((texts) => texts.flatMap((text) => text.split(/[，。？！ ]/)).filter((clause) => clause.length > 1));
const words = Object.values(questions as Readonly<Record<string, readonly string[]>>).flatMap((texts) => texts.flatMap((text) => text.split(' ')));

/** A log-normal whole number, at least 1, by its median and its 95th percentile. */
function someCount(random: () => number, { median, p95, most }: typeof MESSAGES): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.min(most, Math.max(1, Math.round(median * Math.exp((normal * Math.log(p95 / median)) / 1.645))));
}

/** A text of about so many characters; English words are longer than Chinese ones, and so are its messages. */
function someText(random: () => number, chinese: boolean): string {
  const length = someCount(random, CHARACTERS) * (chinese ? 1 : 3);
  let text = '';
  while (text.length < length) {
    const part = (chinese ? clauses : words)[Math.floor(random() * (chinese ? clauses : words).length)] ?? '';
    text += text === '' ? part : `${chinese ? '，' : ' '}${part}`;
  }
  return text;
}

interface Talk {
  readonly id: CaseId;
  readonly channel: ChannelKind;
  readonly chinese: boolean;
  readonly left: { messages: number };
  owner: PersonId | null;
}

/**
 * The log of a large desk, half Chinese and half English, in batches of 500 in the engine's order: the same size gives
 * the same log. It begins behind a position and at a moment, and lasts four weeks.
 */
export function* storeEvents(
  cases: number,
  { after, begin }: { readonly after: number; readonly begin: Instant } = { after: 0, begin: START },
): Generator<readonly AnyEvent[]> {
  const random = seededRandom(cases);
  const long = new Set(longCases(cases));
  const open: Talk[] = [];
  let [opened, position, at]: [number, number, Instant] = [0, after, begin];
  let batch: AnyEvent[] = [];
  const step = Math.max(1, Math.floor((25 * 24 * 60 * MINUTE) / (cases * 13 + long.size * 1_000)));

  const record = <T extends EventType>(id: CaseId, actor: Actor, type: T, body: BodyOf<T>, content?: ContentOf<T>): void => {
    position++;
    // What tells of a message comes with it: the log ends before today however much of that there is.
    if (type !== 'message.delivery') at += Math.ceil(random() * 2 * step);
    batch.push({
      id: newest(),
      about: { kind: 'case', id },
      group: 'retail' as GroupId,
      type,
      at,
      recordedAt: at + 5,
      position: position as Position,
      actor,
      body,
      ...(content === undefined ? {} : { content }),
    } as AnyEvent);
  };
  const newest = () => `e${position}` as EventId;
  const openOne = (): void => {
    const id = `case-${opened}` as CaseId;
    const chinese = opened % 2 === 0;
    const channel = channels[opened % channels.length] ?? 'chat';
    const queue = benchQueues[Math.floor(random() * benchQueues.length)] ?? ('general' as QueueId);
    // Of a demo desk's people: the wallet knows the first two thousand, who have the long cases among theirs.
    const customer = `C${100_001 + (long.has(id) ? cases - opened : Math.floor(random() * cases))}` as CustomerId;
    const language = chinese ? 'zh-CN' : 'en';
    record(
      id,
      { kind: 'customer', id: customer },
      'case.opened',
      { channel, queue, language, priority: Math.floor(random() * 4), thread: `t${opened}`, customer },
      { contactName: `${chinese ? '客户' : 'Customer '}${customer.slice(1)}` },
    );
    opened++;
    open.push({ id, channel, chinese, left: { messages: long.has(id) ? 1_000 : someCount(random, MESSAGES) }, owner: null });
  };
  const goOn = (place: number): void => {
    const talk = open[place];
    if (talk === undefined) return;
    const { id, channel, chinese, left } = talk;
    const text = (attachments: Attachment[] = []) => ({ text: someText(random, chinese), marks: [], attachments });
    if (left.messages <= 0) {
      // One in fifty is still being worked on when the log ends.
      if (talk.owner !== null && random() > 0.02) record(id, { kind: 'agent', id: talk.owner }, 'case.resolved', { disposition: 'solved' }, { comment: '' });
      open[place] = open.at(-1) ?? talk;
      open.pop();
      return;
    }
    left.messages--;
    if (random() < 0.5) {
      record(id, { kind: 'customer', id: 'customer' }, 'message.received', {}, text(position % 23 === 0 ? [file] : []));
      return;
    }
    if (talk.owner === null) {
      talk.owner = benchPeople[Math.floor(random() * benchPeople.length)] ?? null;
      if (talk.owner !== null) {
        const agent = { kind: 'agent' as const, id: talk.owner };
        record(id, agent, 'case.claimed', { by: talk.owner });
        const tag = benchTags[position % 9];
        if (tag !== undefined) record(id, agent, 'case.tagged', { add: [tag], remove: [] });
        if (position % 20 === 0) record(id, agent, 'transaction.linked', { transaction: `T${position}` as TransactionId });
      }
    }
    record(id, { kind: 'agent', id: talk.owner ?? 'agent-0' }, 'message.sent', {}, text());
    // Long gone: a desk that starts sends what its log holds without a word of having been sent.
    if (defaultReplyRules[channel].undoMs > 0) record(id, { kind: 'system', id: 'bench' }, 'message.delivery', { message: newest(), state: 'delivered' });
  };
  while (opened < cases || open.length > 0) {
    while (opened < cases && open.length < AT_ONCE) openOne();
    goOn(Math.floor(random() * open.length));
    if (batch.length < 500) continue;
    yield batch;
    batch = [];
    at += SECOND;
  }
  if (batch.length > 0) yield batch;
}
