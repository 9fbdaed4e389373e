import type { WidgetTexts } from '#renderer/i18n/en/widget.ts';

export const widget = {
  open: '在线客服',
  unread: '在线客服：{{n}} 条新消息',
  close: '关闭对话',
  title: '钱包客服',
  came: '钱包客服给您发来了新消息。',
} as const satisfies WidgetTexts;
