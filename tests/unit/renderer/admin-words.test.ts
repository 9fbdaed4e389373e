import { expect, test } from 'vitest';
import { tabs } from '#renderer/features/admin/tabs.ts';
import { makeI18n } from '#renderer/i18n/i18n.ts';
import { channelKind } from '#shared/case/channel.ts';
import { signInFault } from '#shared/contract/errors.ts';
import { configurationLists } from '#shared/desk/configuration.ts';
import { listNames } from '#shared/desk/configuration-faults.ts';
import { deskRefusal } from '#shared/desk/decide-desk.ts';
import { deskFaultCode } from '#shared/desk/desk-fault.ts';
import { deskHistoryEntry } from '#shared/desk/desk-history.ts';
import { passwordFaultCode } from '#shared/desk/password-rules.ts';
import { loadKind, role } from '#shared/desk/person.ts';

const editable = listNames.filter((list) => list !== 'channelRules');
const removable = editable.filter((list) => list !== 'people');
const fields = listNames.flatMap((list) => Object.keys(configurationLists[list].shape)).filter((field) => field !== 'id');
const refusals = deskRefusal.options.map((option) => option.shape.code.value).filter((code) => code !== 'faulty');

/** Words whose names are put together while the program runs, which no type checks. */
const keys = [
  ...tabs.map((tab) => `admin:tab_${tab}`),
  ...listNames.flatMap((list) => ['list', 'one', 'new', 'hint', 'empty'].map((part) => `admin:${part}_${list}`)),
  ...editable.map((list) => `admin:add_${list}`),
  ...removable.map((list) => `admin:removeHint_${list}`),
  ...fields.map((field) => `admin:field_${field}`),
  ...deskFaultCode.options.map((code) => `admin:fault_${code}`),
  ...refusals.map((code) => `admin:refused_${code}`),
  ...deskHistoryEntry.shape.how.options.map((how) => `admin:how_${how}`),
  ...channelKind.options.map((channel) => `admin:channel_${channel}`),
  ...loadKind.options.map((kind) => `admin:load_${kind}`),
  ...role.options.flatMap((one) => [`admin:roleHint_${one}`, `shell:role_${one}`]),
  ...['login-taken', 'has-account', 'no-account'].map((code) => `admin:account_${code}`),
  ...signInFault.shape.code.options.map((code) => `signIn:fault_${code}`),
  ...passwordFaultCode.options.map((code) => `signIn:passwordFault_${code}`),
];

test.each(['en', 'zh-CN'] as const)('every code that the administration may meet has its words: %s', (language) => {
  const i18n = makeI18n(language);
  expect(keys.filter((key) => !i18n.exists(key, { count: 2 }))).toEqual([]);
});
