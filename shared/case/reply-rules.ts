import { MAX_MESSAGE_LENGTH } from '#shared/case/attachment.ts';
import type { ChannelKind } from '#shared/case/channel.ts';
import type { CaseState, MessageEntry } from '#shared/case/state.ts';
import type { PersonId } from '#shared/lib/ids.ts';
import { HOUR, type Instant, SECOND } from '#shared/lib/time.ts';

/** What a channel lets the desk send, and when; operators may change these, so they are data. */
export interface ReplyRules {
  /** How long after the customer's newest message a reply may go out; null: at any time. */
  readonly windowMs: number | null;
  /** Replies allowed per message of the customer; null: no limit. */
  readonly quota: number | null;
  readonly maxLength: number;
  readonly attachments: boolean;
  /** How long a send can be taken back before it leaves. */
  readonly undoMs: number;
}

const free: ReplyRules = { windowMs: null, quota: null, maxLength: MAX_MESSAGE_LENGTH, attachments: true, undoMs: 5 * SECOND };

/**
 * Defaults per channel. WeChat: 5 messages within 48 h of the customer's last (developers.weixin.qq.com,
 * customer-message/send). WhatsApp: 24 h window. Weibo: 48 h, 300 characters, from old pages that an operator must
 * check again. Files go out by neither yet.
 */
export const defaultReplyRules: Readonly<Record<ChannelKind, ReplyRules>> = {
  chat: { ...free, undoMs: 0 },
  email: { ...free, maxLength: 100_000 },
  phone: { ...free, undoMs: 0 },
  wechat: { ...free, windowMs: 48 * HOUR, quota: 5, maxLength: 1_000, attachments: false },
  weibo: { ...free, windowMs: 48 * HOUR, maxLength: 300, attachments: false },
  whatsapp: { ...free, windowMs: 24 * HOUR, maxLength: 4_096 },
  telegram: { ...free, maxLength: 4_096 },
};

/** The newest message that went out by a person and may still be taken back: nothing has left of it. */
export function lastUnleft(state: CaseState, rules: ReplyRules, by: PersonId, now: Instant): MessageEntry | null {
  const last = state.entries.findLast((entry): entry is MessageEntry => entry.kind === 'sent' || entry.kind === 'received');
  // Neither what is sent on nor a template is free text that could be joined with another.
  if (last?.kind !== 'sent' || last.template || last.for !== undefined || last.forwards !== undefined) return null;
  if (last.actor.id !== by || last.visibility !== state.visibility) return null;
  const reached = state.delivery[last.id]?.state;
  return reached === undefined && now < last.at + rules.undoMs ? last : null;
}

export type ReplyBlock = 'window-closed' | 'quota-used' | 'too-long' | 'attachments-not-allowed' | 'empty';

/** What is left on the channel now; nulls mean no such limit. */
export function replyAllowance(state: CaseState, rules: ReplyRules, now: Instant): { left: number | null; closesAt: Instant | null; open: boolean } {
  // What everybody reads is bound by no window: those are of private threads.
  if (state.visibility === 'public') return { left: null, closesAt: null, open: true };
  const closesAt = rules.windowMs === null ? null : (state.lastCustomerAt ?? state.openedAt) + rules.windowMs;
  const left = rules.quota === null ? null : Math.max(0, rules.quota - state.sentSinceCustomer);
  return { left, closesAt, open: (closesAt === null || now < closesAt) && left !== 0 };
}

/** Whether a channel has messages that its platform approved beforehand. */
export const hasTemplates = (channel: ChannelKind): boolean => channel === 'whatsapp';

/** Why a filled template may not go out, or null when it may: the window and the quota are of free text alone. */
export function templateReplyBlock(rules: ReplyRules, draft: { text: string; attachments: number }): ReplyBlock | null {
  if (draft.text.trim() === '') return 'empty';
  if (draft.attachments > 0) return 'attachments-not-allowed';
  return draft.text.length > rules.maxLength ? 'too-long' : null;
}

/** Why a reply may not go out now, or null when it may. Length counts UTF-16 units. */
export function replyBlock(state: CaseState, rules: ReplyRules, draft: { text: string; attachments: number }, now: Instant): ReplyBlock | null {
  if (draft.text.trim() === '' && draft.attachments === 0) return 'empty';
  if (draft.text.length > rules.maxLength) return 'too-long';
  if (draft.attachments > 0 && !rules.attachments) return 'attachments-not-allowed';
  const allowance = replyAllowance(state, rules, now);
  if (allowance.left === 0) return 'quota-used';
  return allowance.open ? null : 'window-closed';
}
