import { scripts } from '#electron/demo/conversation/scripts.ts';
import { demoDesk } from '#electron/demo/desk-data.ts';
import { anOpening, type Opening } from '#electron/demo/openings.ts';
import { answersEn, answersZh, secondLinesEn, secondLinesZh, thanksEn, thanksZh } from '#electron/demo/openings-zh.ts';
import { talkThread } from '#electron/demo/talk-thread.ts';
import type { DemoWallet } from '#electron/wallet/demo/demo-wallet.ts';
import { pick } from '#electron/wallet/demo/make-customers.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { ChannelKind } from '#shared/case/channel.ts';
import { type NewEvent, newEvent } from '#shared/case/envelope.ts';
import type { BodyOf, ContentOf, EventType } from '#shared/case/events.ts';
import { defaultReplyRules } from '#shared/case/reply-rules.ts';
import type { BlobHash, CaseId, CustomerId, EventId, GroupId, NewId, PersonId, QueueId, Token } from '#shared/lib/ids.ts';
import { seededRandom } from '#shared/lib/random.ts';
import { DAY, HOUR, type Instant, MINUTE, SECOND } from '#shared/lib/time.ts';
import type { CustomerSummary } from '#shared/wallet/account.ts';
import { maskText } from '#shared/wallet/find-sensitive.ts';
import type { SensitiveKind } from '#shared/wallet/tokens.ts';

interface SeedOptions {
  readonly wallet: DemoWallet;
  /** Takes events of many cases, in order. */
  readonly append: (events: readonly NewEvent[]) => Promise<void>;
  readonly put: (kind: SensitiveKind, raw: string) => Promise<Token>;
  /** Keeps what an agent was shown, sealed with the case's key. */
  readonly keepShown: (caseId: CaseId, shown: unknown) => Promise<BlobHash>;
  readonly newId: NewId;
  readonly now: Instant;
  readonly seed: number;
  readonly onProgress: (done: number, total: number) => void;
}

const RESOLVED = 400;
/** Share of the customers at the desk's opening who answer what the agent writes. */
const TALKING = 0.75;
const CASES_A_BATCH = 50;
/** Of the finished cases every so many has on record what its agent looked at. */
const LOOKED = 6;
const group = 'retail' as GroupId;

interface Plan {
  readonly end: 'resolved' | 'waiting' | 'open' | 'snoozed';
  readonly openedAt: Instant;
  readonly owner: PersonId | null;
}

/** Which cases the desk begins with: a month of finished ones, then those that are waiting and being worked now. */
function plans(random: () => number, now: Instant): readonly Plan[] {
  const agents = demoDesk.people.filter((person) => person.role === 'agent').map((person) => person.id);
  const [me] = agents;
  if (!me) throw new Error('the demo desk has an agent');
  return [
    ...Array.from(
      { length: RESOLVED },
      // Within the time that a console keeps closed cases at hand.
      (): Plan => ({ end: 'resolved', openedAt: now - Math.floor(3 * HOUR + random() * 28 * DAY), owner: pick(random, agents) }),
    ),
    ...[2, 3].map((hours): Plan => ({ end: 'snoozed', openedAt: now - hours * HOUR, owner: me })),
    ...[55, 41, 33, 28, 21].map((minutes): Plan => ({ end: 'open', openedAt: now - minutes * MINUTE, owner: me })),
    ...agents.slice(1).map((owner, i): Plan => ({ end: 'open', openedAt: now - (20 + i * 7) * MINUTE, owner })),
    ...[24, 19, 16, 13, 11, 9, 8, 6, 5, 4, 3, 2, 1.2, 0.6].map((minutes): Plan => ({ end: 'waiting', openedAt: now - minutes * MINUTE, owner: null })),
  ];
}

/** Writes one case's events, oldest first. */
class CaseWriter {
  readonly events: NewEvent[] = [];
  readonly #options: SeedOptions;
  readonly #id: string;
  readonly #customer: Actor;
  readonly #channel: ChannelKind;
  at: Instant;

  constructor(options: SeedOptions, id: string, channel: ChannelKind, customer: Actor, at: Instant) {
    this.#options = options;
    this.#id = id;
    this.#customer = customer;
    this.#channel = channel;
    this.at = at;
  }

  add<T extends EventType>(actor: Actor, type: T, body: BodyOf<T>, ...content: ContentOf<T> extends undefined ? [] : [ContentOf<T>]): EventId {
    const id = this.#options.newId() as EventId;
    this.events.push(newEvent({ id, about: { kind: 'case', id: this.#id }, group, at: this.at, actor }, type, body, ...content) as NewEvent);
    return id;
  }

  /** The agent looks at a panel of the customer, which shows it as the wallet has it now. */
  async look(agent: Actor, customer: CustomerId, panel: 'account' | 'timeline', shown: unknown): Promise<void> {
    const blob = await this.#options.keepShown(this.#id as CaseId, shown);
    const head = { id: this.#options.newId() as EventId, about: { kind: 'trail' as const, id: this.#id }, group, at: this.at, actor: agent };
    this.events.push(newEvent(head, 'trail.seen', { customer, panel, blob }));
  }

  async say(text: string): Promise<EventId> {
    return this.add(this.#customer, 'message.received', {}, { ...(await maskText(text, this.#options.put)), attachments: [] });
  }

  async answer(agent: Actor, text: string): Promise<EventId> {
    const message = this.add(agent, 'message.sent', {}, { ...(await maskText(text, this.#options.put)), attachments: [] });
    // What took a provider left long ago: nothing of it is to be sent by this desk.
    if (defaultReplyRules[this.#channel].undoMs > 0) this.add({ kind: 'system', id: this.#channel }, 'message.delivery', { message, state: 'sent' });
    return message;
  }

  wait(random: () => number, from: number, to: number): void {
    this.at += Math.floor(from + random() * (to - from));
  }
}

/** Of the finished ones; a call is no exchange of messages, and is written as what it is elsewhere. */
const channels: readonly (readonly [number, ChannelKind])[] = [
  [0.78, 'chat'],
  [0.93, 'wechat'],
  [1, 'email'],
];

const oneText = ({ text, ...opening }: Opening) => ({ ...opening, texts: [text] });

async function writeCase(
  options: SeedOptions,
  random: () => number,
  customers: readonly CustomerSummary[],
  plan: Plan,
  looked: boolean,
): Promise<readonly NewEvent[]> {
  // Who waits or is being answered when the desk opens has a matter to talk about, as most who come later do.
  const script = plan.end !== 'resolved' && random() < TALKING ? pick(random, random() < 0.65 ? scripts['zh-CN'] : scripts.en) : null;
  const opening: Omit<Opening, 'text'> & { readonly texts: readonly string[] } =
    script === null ? oneText(anOpening(random)) : { ...script, texts: script.opening };
  const zh = opening.language === 'zh-CN';
  const speaking = customers.filter(({ language }) => language === opening.language);
  const customer = pick(random, speaking.length > 0 ? speaking : customers);
  const at = random();
  // What is being worked now can be answered from here: only live chats.
  const channel = plan.end === 'resolved' ? (channels.find(([upTo]) => at < upTo) ?? [1, 'chat' as const])[1] : 'chat';
  const id = options.newId();
  const actor: Actor = { kind: 'customer', id: customer.id };
  const writer = new CaseWriter(options, id, channel, actor, plan.openedAt);
  writer.add(
    actor,
    'case.opened',
    {
      channel,
      queue: opening.queue as QueueId,
      language: opening.language,
      priority: 0,
      thread: script === null ? `demo-${id}` : talkThread(script, id),
      customer: customer.id,
    },
    { contactName: customer.name },
  );
  for (const [index, text] of opening.texts.entries()) {
    if (index > 0) writer.wait(random, 3 * SECOND, 9 * SECOND);
    await writer.say(text);
  }
  if (script === null && plan.end === 'waiting' && random() < 0.3) {
    writer.wait(random, 5 * SECOND, 20 * SECOND);
    await writer.say(pick(random, zh ? secondLinesZh : secondLinesEn));
  }
  if (!plan.owner) return writer.events;
  await work(options, random, writer, plan, zh, looked ? customer.id : null);
  return writer.events;
}

/** The agent looks at the account, then at the newest transactions. */
async function look({ wallet }: SeedOptions, random: () => number, writer: CaseWriter, agent: Actor, customer: CustomerId): Promise<void> {
  const [account, transactions] = [await wallet.account(customer), await wallet.transactions(customer, null, 20)];
  writer.wait(random, 2 * SECOND, 9 * SECOND);
  if (account.ok) await writer.look(agent, customer, 'account', account.value);
  writer.wait(random, 3 * SECOND, 15 * SECOND);
  if (transactions.ok) await writer.look(agent, customer, 'timeline', transactions.value);
}

/** The agent's part of a case: claimed, answered, sometimes noted and tagged, then left as the plan says. */
async function work(options: SeedOptions, random: () => number, writer: CaseWriter, plan: Plan, zh: boolean, looksAt: CustomerId | null): Promise<void> {
  const agent: Actor = { kind: 'agent', id: plan.owner ?? '' };
  writer.wait(random, 10 * SECOND, 4 * MINUTE);
  writer.add(agent, 'case.claimed', { by: plan.owner ?? ('' as PersonId) });
  if (looksAt !== null) await look(options, random, writer, agent, looksAt);
  const rounds = plan.end === 'resolved' ? 1 + Math.floor(random() * 3) : 1;
  for (let round = 0; round < rounds; round++) {
    writer.wait(random, 8 * SECOND, 90 * SECOND);
    await writer.answer(agent, (zh ? answersZh : answersEn)[Math.min(round, 3)] ?? '');
    writer.wait(random, 15 * SECOND, 2 * MINUTE);
    if (plan.end === 'resolved' || random() < 0.6) await writer.say(pick(random, zh ? thanksZh : thanksEn));
  }
  if (random() < 0.3)
    writer.add(agent, 'note.added', {}, { text: zh ? '已核实交易流水，等待银行回执。' : 'Checked the transaction; waiting for the bank.', marks: [] });
  if (random() < 0.35) writer.add(agent, 'case.tagged', { add: [pick(random, demoDesk.tags).id], remove: [] });
  if (plan.end === 'snoozed') writer.add(agent, 'case.snoozed', { until: options.now + Math.floor((1 + random() * 5) * HOUR) });
  if (plan.end !== 'resolved') return;
  writer.wait(random, 20 * SECOND, 3 * MINUTE);
  writer.add(agent, 'case.resolved', { disposition: pick(random, demoDesk.dispositions.slice(0, 5)).id }, { comment: '' });
}

/** Fills the demo wallet and writes the desk's beginning. The same options give the same desk. */
export async function seedDemo(options: SeedOptions): Promise<void> {
  const random = seededRandom(options.seed);
  await options.wallet.seed(options.seed, options.now, (done, total) => options.onProgress(done * 0.9, total));
  const customers = await options.wallet.some(240);
  const all = [...plans(random, options.now)].sort((a, b) => a.openedAt - b.openedAt);
  let batch: NewEvent[] = [];
  for (const [index, plan] of all.entries()) {
    batch.push(...(await writeCase(options, random, customers.slice(1), plan, plan.end === 'resolved' && index % LOOKED === 0)));
    if ((index + 1) % CASES_A_BATCH !== 0 && index + 1 < all.length) continue;
    await options.append(batch);
    batch = [];
    options.onProgress(0.9 + (0.1 * (index + 1)) / all.length, 1);
  }
}
