import type { status as english } from '#renderer/i18n/en/status.ts';

/** 状态栏的用语。 */
export const status: typeof english = {
  inSync: '已同步至 {{time}}',
  upTo: '已同步至 {{time}}',
  lost: '连接已断开，正在重连。',
  behind: '正在同步，还差 {{count}} 条。',
  demo: '演示',
  demoHint: '这里的人员、客户、账户和交易均为虚构。',
  demoControls: '模拟客户',
  demoClock: '演示时间 {{time}}，已来访 {{count}} 位',
  demoClockHint: '模拟客户按真实的进线曲线来访，19 点至 21 点为高峰。',
  demoPause: '暂停模拟客户',
  demoResume: '继续模拟客户',
  demoColleagues: '模拟同事',
  demoColleaguesHint: '模拟客服会和你一起接待客户；关闭后，他们会把未完成的会话退回队列。',
  demoSpeed: '速度',
  'key_os-key-store': '已加密，密钥在系统密钥库',
  key_passphrase: '已加密，使用口令',
  'key_key-file': '已加密，使用密钥文件',
  key_memory: '仅在内存中',
  'keyHint_os-key-store': '本机上的客户数据已加密。',
  keyHint_passphrase: '本机上的客户数据已加密。',
  'keyHint_key-file': '本机上的客户数据已加密，密钥文件在数据文件夹之外，仅当前用户可读。',
  keyHint_memory: '工作台关闭后，所有内容（包括草稿）都会丢失。',
  version: '版本 {{version}}',
};
