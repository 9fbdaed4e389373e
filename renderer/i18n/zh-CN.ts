import { admin } from '#renderer/i18n/zh-CN/admin.ts';
import { calls } from '#renderer/i18n/zh-CN/calls.ts';
import { caseActions } from '#renderer/i18n/zh-CN/case-actions.ts';
import { composer } from '#renderer/i18n/zh-CN/composer.ts';
import { conversation } from '#renderer/i18n/zh-CN/conversation.ts';
import { customer } from '#renderer/i18n/zh-CN/customer.ts';
import { failures } from '#renderer/i18n/zh-CN/failures.ts';
import { inbox } from '#renderer/i18n/zh-CN/inbox.ts';
import { mail } from '#renderer/i18n/zh-CN/mail.ts';
import { replay } from '#renderer/i18n/zh-CN/replay.ts';
import { routing } from '#renderer/i18n/zh-CN/routing.ts';
import { search } from '#renderer/i18n/zh-CN/search.ts';
import { settings } from '#renderer/i18n/zh-CN/settings.ts';
import { shell } from '#renderer/i18n/zh-CN/shell.ts';
import { signIn } from '#renderer/i18n/zh-CN/sign-in.ts';
import { status } from '#renderer/i18n/zh-CN/status.ts';
import { supervise } from '#renderer/i18n/zh-CN/supervise.ts';
import { timeline } from '#renderer/i18n/zh-CN/timeline.ts';

/** The Chinese catalogue, by namespace. */
export const zhCN = {
  admin,
  calls,
  caseActions,
  composer,
  conversation,
  customer,
  failures,
  inbox,
  mail,
  replay,
  routing,
  search,
  settings,
  shell,
  signIn,
  status,
  supervise,
  timeline,
};
