import type { linked as english } from '#renderer/i18n/en/linked.ts';

/** 会话单所涉交易的用语。 */
export const linked: typeof english = {
  region: '本单相关交易',
  linked: '已关联交易',
  suggested: '客户可能在问',
  because: '匹配：{{reasons}}',
  card: '银行卡 {{masked}}',
  reference: '单号 {{reference}}',
  link: '关联',
  linkThis: '将{{what}}关联到本单',
  linkFirst: '关联推荐的交易',
  unlink: '取消关联{{what}}',
  mark: '已关联',
  markHint: '本单与这笔交易相关。',
  linkHere: '关联到本单',
  unlinkHere: '取消关联',
  count_one: '已关联 {{count}} 笔交易',
  count_other: '已关联 {{count}} 笔交易',
};
