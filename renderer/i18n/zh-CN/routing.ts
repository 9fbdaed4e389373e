import type { routing as english } from '#renderer/i18n/en/routing.ts';

/** 振铃与话后整理的用语。 */
export const routing: typeof english = {
  group: '振铃会话',
  rings: '振铃会话',
  ringsFor: '{{queue}}：新会话振铃中',
  somebody: '陌生访客',
  waited: '已等待 {{time}}',
  pickUp: '立即接起',
  pass: '暂不接',
  away: '振铃超时未接，你的状态已变为“离开”，新会话会分给其他同事。',
  back: '我回来了',
  backFault: '状态没有改成功。',
  load_call: '通话 {{open}}/{{most}}',
  load_chat: '在线会话 {{open}}/{{most}}',
  load_message: '消息 {{open}}/{{most}}',
  load_email: '邮件 {{open}}/{{most}}',
};
