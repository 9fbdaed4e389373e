import { type SocialPlace, threadOf } from '#electron/channels/social-port.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { ChannelKind } from '#shared/case/channel.ts';
import { type NewEvent, newEvent } from '#shared/case/envelope.ts';
import type { BodyOf, ContentOf, EventType } from '#shared/case/events.ts';
import type { CaseId, EventId, GroupId, NewId, PersonId, QueueId, Token } from '#shared/lib/ids.ts';
import type { Language } from '#shared/lib/localized.ts';
import { HOUR, type Instant, MINUTE, SECOND } from '#shared/lib/time.ts';
import type { CustomerSummary } from '#shared/wallet/account.ts';
import { maskText } from '#shared/wallet/find-sensitive.ts';
import type { SensitiveKind } from '#shared/wallet/tokens.ts';

interface Options {
  readonly customers: readonly CustomerSummary[];
  readonly owner: PersonId;
  readonly group: GroupId;
  readonly append: (events: readonly NewEvent[]) => Promise<void>;
  readonly bind: (channel: ChannelKind, thread: string, caseId: CaseId) => Promise<unknown>;
  readonly put: (kind: SensitiveKind, raw: string) => Promise<Token>;
  readonly newId: NewId;
  readonly now: Instant;
}

interface Line {
  /** How long ago. */
  readonly ago: number;
  readonly from: 'customer' | 'desk';
  readonly text: string;
}

interface Talk {
  readonly channel: 'wechat' | 'weibo';
  readonly queue: string;
  readonly language: Language;
  readonly place: SocialPlace;
  /** Bound to the wallet's account, or known by a nickname alone. */
  readonly known: boolean;
  readonly nickname: string;
  readonly owned: boolean;
  readonly lines: readonly Line[];
}

const user: SocialPlace = { kind: 'private' };

/** What stands on the first day: each channel's own way of being scarce, and a public thread. */
const talks: readonly Talk[] = [
  {
    channel: 'wechat',
    queue: 'top-up',
    language: 'zh-CN',
    place: user,
    known: true,
    nickname: '',
    owned: true,
    lines: [
      { ago: 96 * MINUTE, from: 'customer', text: '充值500，工行扣了，钱包里没有' },
      { ago: 94 * MINUTE, from: 'desk', text: '您好，正在为您查询。' },
      { ago: 92 * MINUTE, from: 'desk', text: '银行已扣款，还没有通知到我们。' },
      { ago: 80 * MINUTE, from: 'desk', text: '已提交查单。' },
      { ago: 62 * MINUTE, from: 'desk', text: '查到了，预计今天18点前到账，到账后我再告诉您。' },
    ],
  },
  {
    channel: 'wechat',
    queue: 'refund',
    language: 'en',
    place: user,
    known: true,
    nickname: '',
    owned: true,
    lines: [
      { ago: 47 * HOUR + 38 * MINUTE, from: 'customer', text: 'The shop says it refunded me last week. Where is the money?' },
      { ago: 47 * HOUR + 30 * MINUTE, from: 'desk', text: 'I have asked the shop’s bank and will write as soon as they answer.' },
    ],
  },
  {
    channel: 'wechat',
    queue: 'card',
    language: 'zh-CN',
    place: user,
    known: false,
    nickname: '小鱼干',
    owned: false,
    lines: [{ ago: 7 * MINUTE, from: 'customer', text: '绑卡一直提示预留手机号不一致，我手机13900139001没换过啊' }],
  },
  {
    channel: 'weibo',
    queue: 'complaint',
    language: 'zh-CN',
    place: { kind: 'comment', comment: 'post-20261120' },
    known: false,
    nickname: '今天也要早睡',
    owned: false,
    lines: [{ ago: 10 * MINUTE, from: 'customer', text: '提现三天了还不到账，客服电话也打不通，你们还管不管？' }],
  },
  {
    channel: 'weibo',
    queue: 'promotion',
    language: 'zh-CN',
    place: user,
    known: true,
    nickname: '',
    owned: true,
    lines: [
      { ago: 35 * MINUTE, from: 'customer', text: '转发抽奖的券到底在哪里领？' },
      { ago: 33 * MINUTE, from: 'desk', text: '您好，在“我的-卡券”里，刚刚已发放。' },
      { ago: 29 * MINUTE, from: 'customer', text: '看到了，但是说不能用' },
    ],
  },
];

/** Writes one case's events, oldest first. */
class Writer {
  readonly events: NewEvent[] = [];
  readonly id: CaseId;
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
    this.id = options.newId() as CaseId;
  }

  add<T extends EventType>(ago: number, actor: Actor, type: T, body: BodyOf<T>, ...content: ContentOf<T> extends undefined ? [] : [ContentOf<T>]): EventId {
    const { newId, group, now } = this.#options;
    const id = newId() as EventId;
    this.events.push(newEvent({ id, about: { kind: 'case', id: this.id }, group, at: now - ago, actor }, type, body, ...content) as NewEvent);
    return id;
  }

  mask(text: string) {
    return maskText(text, this.#options.put);
  }
}

async function talk(options: Options, told: Talk, customer: CustomerSummary): Promise<readonly NewEvent[]> {
  const writer = new Writer(options);
  const who: Actor = { kind: 'customer', id: customer.id };
  const agent: Actor = { kind: 'agent', id: options.owner };
  const handle = `demo-${told.channel}-${customer.id}`;
  const thread = threadOf(handle, told.place);
  const inPublic = told.place.kind === 'comment';
  const visibility = inPublic ? { visibility: 'public' as const } : {};
  const began = told.lines[0]?.ago ?? 0;
  writer.add(
    began,
    who,
    'case.opened',
    {
      channel: told.channel,
      queue: told.queue as QueueId,
      language: told.language,
      priority: 0,
      thread,
      ...visibility,
      ...(told.known ? { customer: customer.id } : {}),
    },
    { contactName: told.known ? customer.name : told.nickname },
  );
  for (const [index, line] of told.lines.entries()) {
    const content = { ...(await writer.mask(line.text)), attachments: [] };
    if (line.from === 'customer') {
      writer.add(line.ago, who, 'message.received', { providerId: `demo-${writer.id}-${index}`, ...visibility }, content);
      if (index === 0 && told.owned) writer.add(line.ago - 40 * SECOND, agent, 'case.claimed', { by: options.owner });
      continue;
    }
    const message = writer.add(line.ago, agent, 'message.sent', visibility, content);
    writer.add(line.ago - 5 * SECOND, { kind: 'system', id: told.channel }, 'message.delivery', { message, state: 'sending' });
    writer.add(line.ago - 6 * SECOND, { kind: 'system', id: told.channel }, 'message.delivery', { message, state: 'delivered' });
  }
  await options.bind(told.channel, thread, writer.id);
  return writer.events;
}

/** One call that was promised to be made again, and one that is over. */
async function calls(options: Options, promised: CustomerSummary, over: CustomerSummary): Promise<readonly NewEvent[]> {
  const { owner, now } = options;
  const agent: Actor = { kind: 'agent', id: owner };
  const begin = (writer: Writer, ago: number, customer: CustomerSummary, queue: string): EventId => {
    const body = { channel: 'phone' as const, queue: queue as QueueId, language: customer.language, priority: 0, thread: `call-${writer.id}` };
    writer.add(ago, agent, 'case.opened', { ...body, customer: customer.id }, { contactName: customer.name });
    writer.add(ago, agent, 'case.claimed', { by: owner });
    return writer.add(ago, agent, 'call.started', { direction: 'inbound' }, { number: { text: customer.phone, marks: [] } });
  };
  const first = new Writer(options);
  const call = begin(first, 52 * MINUTE, promised, 'transfer');
  first.add(50 * MINUTE, agent, 'note.added', {}, await first.mask('客户转账2小时未到，对方是建行卡。已答应查完回电。'));
  const until = now + 95 * MINUTE;
  first.add(48 * MINUTE, agent, 'call.ended', { call, outcome: 'call-back', seconds: 240, followUp: until });
  first.add(48 * MINUTE, agent, 'case.snoozed', { until, reason: 'call-back' });
  const second = new Writer(options);
  const done = begin(second, 3 * HOUR, over, 'card');
  second.add(3 * HOUR - 2 * MINUTE, agent, 'note.added', {}, await second.mask('Asked how to unbind a card; walked through the steps.'));
  second.add(3 * HOUR - 3 * MINUTE, agent, 'call.ended', { call: done, outcome: 'solved', seconds: 180 });
  second.add(3 * HOUR - 3 * MINUTE, agent, 'case.resolved', { disposition: 'solved' }, { comment: '' });
  return [...first.events, ...second.events];
}

/** Writes a few cases of the social platforms and of the phone, so that each channel is found on the first day. The same options give the same cases. */
export async function seedChannels(options: Options): Promise<void> {
  const events: NewEvent[] = [];
  const { customers } = options;
  const at = (index: number): CustomerSummary => {
    const customer = customers[index % customers.length];
    if (!customer) throw new Error('the demo wallet has customers');
    return customer;
  };
  for (const [index, told] of talks.entries()) events.push(...(await talk(options, told, at(3 + index * 7))));
  events.push(...(await calls(options, at(50), at(61))));
  await options.append(events);
}
