import { expect, test } from 'vitest';
import { accountFaultText } from '#renderer/features/admin/account-fault-text.ts';
import { tabs } from '#renderer/features/admin/tabs.ts';
import { makeI18n } from '#renderer/i18n/i18n.ts';
import { channelKind } from '#shared/case/channel.ts';
import { signInFault } from '#shared/contract/errors.ts';
import { accountFrom } from '#shared/desk/account-form.ts';
import { accountChannel, accountFields } from '#shared/desk/channel-account.ts';
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

test.each(['en', 'zh-CN'] as const)('whatever does not fit an account says at its field what would: %s', (language) => {
  const { t } = makeI18n(language);
  const vague = new Set(['bad_form', 'too_long', 'out_of_range'].map((code) => t(`channels:place_${code}`)));
  for (const channel of accountChannel.options) {
    const oauth2 = channel === 'email' ? [{}, { 'auth.kind': 'oauth2' }] : [{}];
    for (const more of oauth2) {
      const values: Record<string, string | number> = {};
      for (const { path, is } of accountFields[channel]) {
        if (is === 'text' || is === 'secret') values[path] = ' no good\n'.repeat(300);
        if (is === 'number') values[path] = 0;
      }
      const kinds = Object.fromEntries(accountFields[channel].flatMap(({ path, is }) => (typeof is === 'string' ? [] : [[path, is[0] ?? '']])));
      const read = accountFrom({ channel, id: 'No Id', name: 'x'.repeat(300), values: { ...values, ...kinds, ...more } }, null);
      const faults = read.ok ? [] : read.error.filter(({ fault }) => fault === 'bad-form' || fault === 'too-long' || fault === 'out-of-range');
      expect(faults.map(({ path }) => path)).toEqual(expect.arrayContaining(['id', 'name']));
      const unsaid = faults.filter((one) => vague.has(accountFaultText(t, one))).map(({ path }) => path);
      expect(unsaid.filter((path) => !['auth.user', 'auth.password', 'auth.clientId', 'auth.clientSecret'].includes(path))).toEqual([]);
    }
  }
  expect(vague.has(accountFaultText(t, { path: 'publicUrl', fault: 'bad-form' }))).toBe(false);
});
