import type { search as english } from '#renderer/i18n/en/search.ts';

/** 搜索的用语。 */
export const search: typeof english = {
  box: '搜索',
  placeholder: '关键词、姓名，或完整的手机号、银行卡号',
  results: '搜索结果',
  nothing: '没有找到相关会话',
  fault: '工作台服务无响应，请重试。',
  count_one: '找到 {{count}} 条',
  count_other: '找到 {{count}} 条',
  newestOnly: '仅显示最新 {{count}} 条，多输几个词可缩小范围',
};
