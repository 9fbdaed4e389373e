import type { signIn as english } from '#renderer/i18n/en/sign-in.ts';

/** 登录页的用语。 */
export const signIn: typeof english = {
  title: '钱包客服工作台',
  lead: '请选择你的身份。',
  demoLead: '这是演示工作台：人员、客户和会话均为虚构。选择一个身份即可进入，无需密码。',
  people: '工作台成员',
  loading: '正在获取成员…',
  nobody: '这个工作台还没有成员。启动时去掉 --no-demo，可以看到演示工作台。',
  fault: '工作台没有应答，请重试。',
  language: '界面语言',
  role_agent: '客服 {{name}}',
  role_supervisor: '班长 {{name}}',
  role_trainer: '培训师 {{name}}',
  role_administrator: '管理员 {{name}}',
  serves_one: '{{count}} 个队列',
  serves_other: '{{count}} 个队列',
};
