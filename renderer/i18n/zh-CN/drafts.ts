/** Words about what was written and not sent. */
export const drafts = {
  group: '草稿',
  show: '查看我的草稿',
  count_one: '{{count}} 份草稿',
  count_other: '{{count}} 份草稿',
  title: '我的草稿',
  none: '没有草稿。',
  reply: '回复',
  note: '内部备注',
  open: '查看会话单',
  fault: '工作台没有响应：{{reason}}。',
};
