import { accountActions } from '#renderer/i18n/zh-CN/account-actions.ts';
import { admin } from '#renderer/i18n/zh-CN/admin.ts';
import { calls } from '#renderer/i18n/zh-CN/calls.ts';
import { caseActions } from '#renderer/i18n/zh-CN/case-actions.ts';
import { channels } from '#renderer/i18n/zh-CN/channels.ts';
import { chatSettings } from '#renderer/i18n/zh-CN/chat-settings.ts';
import { composer } from '#renderer/i18n/zh-CN/composer.ts';
import { conversation } from '#renderer/i18n/zh-CN/conversation.ts';
import { customer } from '#renderer/i18n/zh-CN/customer.ts';
import { deferred } from '#renderer/i18n/zh-CN/deferred.ts';
import { drafts } from '#renderer/i18n/zh-CN/drafts.ts';
import { failures } from '#renderer/i18n/zh-CN/failures.ts';
import { guard } from '#renderer/i18n/zh-CN/guard.ts';
import { inbox } from '#renderer/i18n/zh-CN/inbox.ts';
import { incidents } from '#renderer/i18n/zh-CN/incidents.ts';
import { linked } from '#renderer/i18n/zh-CN/linked.ts';
import { lock } from '#renderer/i18n/zh-CN/lock.ts';
import { mail } from '#renderer/i18n/zh-CN/mail.ts';
import { panels } from '#renderer/i18n/zh-CN/panels.ts';
import { replay } from '#renderer/i18n/zh-CN/replay.ts';
import { routing } from '#renderer/i18n/zh-CN/routing.ts';
import { search } from '#renderer/i18n/zh-CN/search.ts';
import { settings } from '#renderer/i18n/zh-CN/settings.ts';
import { shell } from '#renderer/i18n/zh-CN/shell.ts';
import { signIn } from '#renderer/i18n/zh-CN/sign-in.ts';
import { status } from '#renderer/i18n/zh-CN/status.ts';
import { supervise } from '#renderer/i18n/zh-CN/supervise.ts';
import { templates } from '#renderer/i18n/zh-CN/templates.ts';
import { timeline } from '#renderer/i18n/zh-CN/timeline.ts';

/** The Chinese catalogue, by namespace. */
export const zhCN = {
  accountActions,
  admin,
  calls,
  caseActions,
  channels,
  chatSettings,
  composer,
  conversation,
  customer,
  deferred,
  drafts,
  failures,
  guard,
  inbox,
  incidents,
  linked,
  lock,
  mail,
  panels,
  replay,
  routing,
  search,
  settings,
  shell,
  signIn,
  status,
  supervise,
  templates,
  timeline,
};
