import { accountActions } from '#renderer/i18n/en/account-actions.ts';
import { admin } from '#renderer/i18n/en/admin.ts';
import { calls } from '#renderer/i18n/en/calls.ts';
import { caseActions } from '#renderer/i18n/en/case-actions.ts';
import { channels } from '#renderer/i18n/en/channels.ts';
import { chatSettings } from '#renderer/i18n/en/chat-settings.ts';
import { composer } from '#renderer/i18n/en/composer.ts';
import { conversation } from '#renderer/i18n/en/conversation.ts';
import { customer } from '#renderer/i18n/en/customer.ts';
import { deferred } from '#renderer/i18n/en/deferred.ts';
import { drafts } from '#renderer/i18n/en/drafts.ts';
import { failures } from '#renderer/i18n/en/failures.ts';
import { guard } from '#renderer/i18n/en/guard.ts';
import { inbox } from '#renderer/i18n/en/inbox.ts';
import { incidents } from '#renderer/i18n/en/incidents.ts';
import { linked } from '#renderer/i18n/en/linked.ts';
import { lock } from '#renderer/i18n/en/lock.ts';
import { mail } from '#renderer/i18n/en/mail.ts';
import { panels } from '#renderer/i18n/en/panels.ts';
import { replay } from '#renderer/i18n/en/replay.ts';
import { routing } from '#renderer/i18n/en/routing.ts';
import { search } from '#renderer/i18n/en/search.ts';
import { settings } from '#renderer/i18n/en/settings.ts';
import { shell } from '#renderer/i18n/en/shell.ts';
import { signIn } from '#renderer/i18n/en/sign-in.ts';
import { status } from '#renderer/i18n/en/status.ts';
import { supervise } from '#renderer/i18n/en/supervise.ts';
import { templates } from '#renderer/i18n/en/templates.ts';
import { timeline } from '#renderer/i18n/en/timeline.ts';

/** The English catalogue, by namespace. */
export const en = {
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
