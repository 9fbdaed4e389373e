import type { ChannelKind } from '#shared/case/channel.ts';
import type { CaseStatus } from '#shared/case/state.ts';

/**
 * The words of the search's language, as people type them. Both languages are always understood, whatever the screen
 * speaks: a saved search, or one that a colleague sent, must mean the same to everybody.
 */
export const searchOperators = ['from', 'to', 'channel', 'queue', 'status', 'tag', 'incident', 'before', 'after', 'customer', 'tx', 'amount', 'has'] as const;
export type SearchOperator = (typeof searchOperators)[number];

const aliases: Readonly<Record<SearchOperator, readonly string[]>> = {
  from: ['from', '来自', '发件人'],
  to: ['to', '发给', '收件人'],
  channel: ['channel', '渠道'],
  queue: ['queue', '队列'],
  status: ['status', '状态'],
  tag: ['tag', '标签'],
  incident: ['incident', '故障', '已知故障'],
  before: ['before', '早于'],
  after: ['after', '起始', '晚于'],
  customer: ['customer', '客户'],
  tx: ['tx', '交易'],
  amount: ['amount', '金额'],
  has: ['has', '含', '包含'],
};

const table = <T extends string>(words: Readonly<Record<T, readonly string[]>>): ReadonlyMap<string, T> =>
  new Map(Object.entries<readonly string[]>(words).flatMap(([value, spellings]) => spellings.map((spelling) => [spelling, value as T] as const)));

/** What an operator is called, its spelling in English and in Chinese first. */
export const operatorSpelling = (operator: SearchOperator, chinese: boolean): string => aliases[operator][chinese ? 1 : 0] ?? operator;
/** Every spelling of every operator, in lower case. */
export const operatorsBySpelling = table(aliases);

export const channelsByWord = table<ChannelKind>({
  chat: ['chat', 'live chat', 'website chat', '在线会话', '在线客服', '聊天'],
  email: ['email', 'e-mail', 'mail', '邮件', '电子邮件'],
  phone: ['phone', 'call', '电话'],
  wechat: ['wechat', '微信'],
  weibo: ['weibo', '微博'],
  whatsapp: ['whatsapp'],
  telegram: ['telegram'],
});

export const statusesByWord = table<CaseStatus>({
  waiting: ['waiting', '排队中', '等待中', '待接入'],
  open: ['open', '处理中', '进行中'],
  snoozed: ['snoozed', '已挂起', '挂起', '稍后处理'],
  resolved: ['resolved', 'closed', '已结案', '结案', '已解决', '已关闭'],
});

/** Who is meant without a name. */
export const whoByWord = table({
  me: ['me', '我'],
  customer: ['customer', 'customers', '客户', '用户'],
  desk: ['desk', 'agent', 'agents', '坐席', '客服'],
});

export const thingsByWord = table({ attachment: ['attachment', 'attachments', 'file', 'files', '附件', '文件'] });

/** Days before today. */
export const daysAgoByWord: ReadonlyMap<string, number> = new Map([
  ['today', 0],
  ['yesterday', 1],
  ['今天', 0],
  ['昨天', 1],
  ['前天', 2],
]);
