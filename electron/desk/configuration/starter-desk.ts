import { BLOCKED_TAG } from '#shared/desk/blocked-tag.ts';
import type { ListName } from '#shared/desk/configuration.ts';
import type { DeskChange } from '#shared/desk/decide-desk.ts';

const item = (list: ListName, id: string, zh: string, en: string, more: object = {}): DeskChange => ({
  list,
  id,
  value: { id, name: { 'zh-CN': zh, en }, ...more },
  basedOn: 0,
});

/** What a new desk begins with, so that a case can be finished and a break be named at once; all of it can be changed. */
export const starterChanges: readonly DeskChange[] = [
  item('dispositions', 'solved', '已解决', 'Solved'),
  item('dispositions', 'informed', '已告知处理进度', 'Told what will happen'),
  item('dispositions', 'no-answer', '客户未回复', 'No answer from customer'),
  item('dispositions', 'spam', '无效会话', 'Spam'),
  item('tags', BLOCKED_TAG, '屏蔽该访客（在线咨询）', 'Visitor blocked (chat)'),
  item('stateReasons', 'training', '培训', 'Training', { state: 'busy' }),
  item('stateReasons', 'meeting', '开会', 'Meeting', { state: 'busy' }),
  item('stateReasons', 'meal', '用餐', 'Meal', { state: 'break' }),
];
