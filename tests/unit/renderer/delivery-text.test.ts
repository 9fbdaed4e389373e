import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ExportFault } from '#electron/channels/email/export-folder.ts';
import type { MailFault } from '#electron/channels/email/mail-message.ts';
import type { SmtpRefusal } from '#electron/channels/email/servers/smtp-fault.ts';
import type { WriteFault } from '#electron/channels/email/write-answer.ts';
import { telegramReason } from '#electron/channels/telegram/telegram-reasons.ts';
import { wechatReason } from '#electron/channels/wechat/wechat-codes.ts';
import { weiboReason } from '#electron/channels/weibo/weibo-reasons.ts';
import { whatsappReason } from '#electron/channels/whatsapp/whatsapp-reasons.ts';
import { asideText } from '#renderer/i18n/aside-text.ts';
import { deliveryText } from '#renderer/i18n/delivery-text.ts';
import { makeI18n } from '#renderer/i18n/i18n.ts';

/** Beyond every code that a provider or this program has. */
const LOWEST = -20_000;
const HIGHEST = 500_000;

/** All that the providers' tables say of any code at all. */
function tableReasons(): ReadonlySet<string> {
  const found = new Set<string>();
  for (const reasonOf of [telegramReason, wechatReason, weiboReason, whatsappReason])
    for (let code = LOWEST; code <= HIGHEST; code++) {
      const reason = reasonOf(code);
      if (reason !== null) found.add(reason);
    }
  return found;
}

/** Reasons that stand in the code as they are; `reason: 'x'` is how a delivery's fault is written. */
function writtenReasons(): ReadonlySet<string> {
  const files = ['electron/channels/**/*.ts', 'electron/desk/outbound/*.ts', 'electron/desk/cases/*.ts', 'shared/case/decide*.ts'].flatMap((glob) =>
    globSync(glob),
  );
  const texts = files.map((file) => readFileSync(file, 'utf8'));
  const faults = texts.flatMap((text) => [...text.matchAll(/state: '(?:failed|unknown|sent)', reason: '([a-z-]+)'/g)].map(([, reason = '']) => reason));
  const recorded = texts.flatMap((text) => [...text.matchAll(/#record\([^;]*'(?:failed|unknown)', '([a-z-]+)'\)/g)].map(([, reason = '']) => reason));
  return new Set([...faults, ...recorded]);
}

// A code that is added and not told here does not pass the type check.
const mailReasons = {
  'no-own-address': true,
  'unknown-thread': true,
  'attachment-missing': true,
  'recipients-missing': true,
  'original-missing': true,
  'blind-by-file': true,
  'bad-sender': true,
  'bad-recipient': true,
  'too-many-recipients': true,
  'bad-id': true,
  empty: true,
  'folder-missing': true,
  'not-writable': true,
  'no-space': true,
  exists: true,
  failed: true,
  'no-export-folder': true,
  'recipient-refused': true,
  'refused-credentials': true,
  'server-refused': true,
  'provider-busy': true,
  unreachable: true,
} satisfies Record<WriteFault | ExportFault | SmtpRefusal | 'no-export-folder', true>;

const mailFaults = {
  empty: true,
  'not-a-mail': true,
  'too-large': true,
  'too-deep': true,
  'too-many-parts': true,
  'headers-too-large': true,
  'too-slow': true,
  'too-much-memory': true,
  unreadable: true,
  'no-sender': true,
  'attachment-refused': true,
  loop: true,
  automatic: true,
  bounce: true,
  refused: true,
} satisfies Record<MailFault['code'], true>;

const bounces = ['5.0.0', '5.1.1', '5.1.10', '5.2.1', '5.2.2', '4.2.2', '5.2.3', '5.3.4', '5.7.1', '5.7.26', '4.4.1', '4.0.0', '2.0.0'].map(
  (status) => `bounced-${status}`,
);

describe.each(['en', 'zh-CN'] as const)('In %s', (language) => {
  const { t } = makeI18n(language);

  it('every reason that a delivery can fail for has words', () => {
    const all = new Set([...tableReasons(), ...writtenReasons(), ...Object.keys(mailReasons), ...bounces, 'code-4711', 'code--3']);
    // What the tables and the code are known to hold is found by this test at all.
    expect([...all]).toEqual(
      expect.arrayContaining(['template-paused', 'not-following', 'account-off', 'interrupted', 'restored', 'window-over', 'connection-lost', 'seen-by-agent']),
    );
    const wordless = [...all].filter((reason) => /^[a-z_-]*$/.test(deliveryText(t, reason)));
    expect(wordless).toEqual([]);
  });

  it('a provider’s own code and a bounce’s status are told', () => {
    for (const [reason, told] of [
      ['code-4711', '4711'],
      ['code--3', '-3'],
      ...bounces.map((reason) => [reason, reason.replace('bounced-', '')] as const),
    ] as const)
      expect(deliveryText(t, reason)).toContain(told);
  });

  it('what was kept aside is told with its place, however many colons that has', () => {
    for (const code of Object.keys(mailFaults))
      expect(asideText(t, `C:\\in: box: all.mbox, mail 3: ${code}: it has 5: too many`)).toEqual({
        place: 'C:\\in: box: all.mbox, mail 3',
        why: t(`mail:fault_${code.replaceAll('-', '_')}`),
        detail: 'it has 5: too many',
      });
    expect(asideText(t, 'a line of an older console')).toBeNull();
  });

  it('every reason for keeping a mail aside has words', () => {
    const keys = Object.keys(mailFaults).map((code) => `mail:fault_${code.replaceAll('-', '_')}`);
    expect(keys.filter((key) => t(key, { defaultValue: '' }) === '')).toEqual([]);
  });
});

it('bounces that say what is wrong have words of their own', () => {
  const { t } = makeI18n('en');
  const words = (status: string) => deliveryText(t, `bounced-${status}`);
  expect(words('5.1.1')).toMatch(/no such mailbox/);
  expect(words('5.2.2')).toMatch(/full/);
  expect(words('5.3.4')).toMatch(/too large/);
  expect(words('5.7.1')).toMatch(/does not take it from us/);
  expect(words('4.4.1')).toMatch(/gave up/);
  expect(words('5.0.0')).toMatch(/came back/);
  // Not a status: shown as it is, and nothing is made of it.
  expect(words('x')).toBe('bounced-x');
});
