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
  unsaved: '未保存',
  open: '查看会话单',
  lost: '未发送的内容已清除：该会话单的客户信息已被抹除，你在其中写的内容一并清除。',
  fault: '工作台没有响应：{{reason}}。',
};
