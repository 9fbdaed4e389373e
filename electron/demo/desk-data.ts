import { BLOCKED_TAG } from '#shared/desk/blocked-tag.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import { defaultCapacity, type Person } from '#shared/desk/person.ts';
import type { GroupId, PersonId, QueueId } from '#shared/lib/ids.ts';
import type { Localized } from '#shared/lib/localized.ts';

const names = (zh: string, en: string): Localized => ({ 'zh-CN': zh, en });

const group = 'retail' as GroupId;

const queues: readonly (readonly [id: string, zh: string, en: string, seconds: number])[] = [
  ['account', '账户', 'Account', 60],
  ['identity', '实名认证', 'Identity', 60],
  ['security', '账户安全', 'Security', 20],
  ['payment', '付款', 'Payments', 60],
  ['top-up', '充值', 'Top-ups', 60],
  ['transfer', '转账', 'Transfers', 60],
  ['withdrawal', '提现', 'Withdrawals', 60],
  ['refund', '退款', 'Refunds', 60],
  ['card', '银行卡', 'Cards', 120],
  ['technical', '技术故障', 'Technical', 120],
  ['general', '综合咨询', 'General', 120],
  ['promotion', '优惠活动', 'Promotions', 120],
  ['complaint', '投诉建议', 'Complaints', 60],
];

const all = queues.map(([id]) => id as QueueId);
const some = (...ids: string[]) => ids as QueueId[];

const member = (id: string, role: Person['role'], zh: string, en: string, serves: readonly QueueId[], languages: Person['languages']): Person => ({
  id: id as PersonId,
  role,
  name: names(zh, en),
  queues: [...serves],
  languages,
  skills: [],
  capacity: defaultCapacity,
  active: true,
});

/** The demo desk: made-up people over the queues of a mobile wallet. The first agent serves every queue. */
export const demoDesk: Configuration = {
  people: [
    member('agent-lin', 'agent', '林夏', 'Lin Xia', all, ['zh-CN', 'en']),
    member('agent-zhao', 'agent', '赵一鸣', 'Zhao Yiming', some('payment', 'top-up', 'transfer', 'withdrawal', 'refund'), ['zh-CN', 'en']),
    member('agent-sari', 'agent', '莎莉', 'Sari Dewi', some('account', 'identity', 'security', 'general'), ['en']),
    member('agent-chen', 'agent', '陈思', 'Chen Si', some('card', 'technical', 'promotion', 'complaint', 'general'), ['zh-CN']),
    member('agent-wu', 'agent', '吴桐', 'Wu Tong', some('payment', 'refund', 'card', 'promotion', 'general'), ['zh-CN', 'en']),
    member('agent-putra', 'agent', '普特拉', 'Putra Adi', some('top-up', 'transfer', 'withdrawal', 'technical', 'account'), ['zh-CN', 'en']),
    member('supervisor-he', 'supervisor', '何静', 'He Jing', all, ['zh-CN', 'en']),
    member('trainer-tang', 'trainer', '唐维', 'Tang Wei', all, ['zh-CN', 'en']),
    member('administrator-zhou', 'administrator', '周宁', 'Zhou Ning', all, ['zh-CN', 'en']),
  ],
  groups: [{ id: group, name: names('零售客服', 'Retail service') }],
  queues: queues.map(([id, zh, en, serviceLevelSeconds]) => ({
    id: id as QueueId,
    group,
    name: names(zh, en),
    serviceLevelSeconds,
    shortAbandonSeconds: 5,
    consoleLostSeconds: 600,
    skills: [],
    calendar: null,
    afterCallWork: { seconds: id === 'complaint' ? 60 : 0, dispositionRequired: id !== 'general' },
  })),
  skills: [],
  calendars: [],
  stateReasons: [
    { id: 'training', name: names('培训', 'Training'), state: 'busy' },
    { id: 'meeting', name: names('开会', 'Meeting'), state: 'busy' },
    { id: 'lunch', name: names('用餐', 'Lunch'), state: 'break' },
  ],
  channelRules: [],
  retention: [],
  dispositions: [
    { id: 'solved', name: names('已解决', 'Solved') },
    { id: 'informed', name: names('已告知处理进度', 'Told what will happen') },
    { id: 'traced', name: names('已提交查单', 'Trace started') },
    { id: 'refunded', name: names('已退款', 'Refunded') },
    { id: 'customer-error', name: names('客户操作原因', 'Customer’s own mistake') },
    { id: 'no-answer', name: names('客户未回复', 'No answer from customer') },
    { id: 'spam', name: names('无效会话', 'Spam') },
  ],
  tags: [
    { id: 'vip', name: names('重要客户', 'VIP') },
    { id: 'repeat', name: names('重复来访', 'Repeat contact') },
    { id: 'bank-delay', name: names('银行延迟', 'Bank delay') },
    { id: 'fraud-risk', name: names('疑似欺诈', 'Possible fraud') },
    { id: 'follow-up', name: names('需跟进', 'Follow up') },
    { id: 'app-bug', name: names('客户端问题', 'App fault') },
    { id: 'complaint-risk', name: names('投诉风险', 'Complaint risk') },
    { id: BLOCKED_TAG, name: names('屏蔽该访客（在线咨询）', 'Visitor blocked (chat)') },
  ],
};
