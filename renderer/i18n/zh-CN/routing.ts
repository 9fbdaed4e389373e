import type { routing as english } from '#renderer/i18n/en/routing.ts';

/** 待接入会话与话后处理的用语。 */
export const routing: typeof english = {
  group: '待接入会话',
  rings: '待接入会话',
  ringsFor: '{{queue}}：新会话待接入',
  somebody: '访客',
  waited: '已等待 {{time}}',
  pickUp: '立即接入',
  pass: '暂不接入',
  away: '超时未接入，你的状态已切换为“离开”，新会话将分配给其他同事。',
  back: '我回来了',
  backFault: '状态切换失败，请重试。',
  load_call: '通话 {{open}}/{{most}}',
  load_chat: '在线会话 {{open}}/{{most}}',
  load_message: '社交消息 {{open}}/{{most}}',
  load_email: '邮件 {{open}}/{{most}}',
};
