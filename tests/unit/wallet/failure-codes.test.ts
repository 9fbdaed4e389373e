import { describe, expect, test } from 'vitest';
import { failures as english } from '#renderer/i18n/en/failures.ts';
import { type FailurePart, failureText } from '#renderer/i18n/failure-text.ts';
import { makeI18n } from '#renderer/i18n/i18n.ts';
import { failures as chinese } from '#renderer/i18n/zh-CN/failures.ts';
import { type FailureRule, failureCodes, failureRule, isFailureCode } from '#shared/wallet/failure-codes.ts';
import { demoRows } from '#tests/unit/wallet/demo-rows.ts';

const parts: readonly FailurePart[] = ['what', 'say', 'do'];
const ruled = failureCodes.map((code) => ({ code, rule: failureRule(code) as FailureRule }));

/** The codes that a wallet may send, by scheme, as the sources at the tables list them. */
const listed = {
  iso8583: '01 02 03 04 05 07 12 13 14 15 19 41 43 46 51 54 55 57 59 61 62 65 75 91 96',
  iso20022: 'AB03 AB05 AC01 AC03 AC04 AC06 AC14 AG01 AG03 AM04 AM05 AM14 BE04 FRAD MD07 MS03 NARR RC01 RR01 RR02 RR03 RR04',
  wechat: [
    'ACCOUNT_FROZEN ACCOUNT_NOT_EXIST BANK_CARD_ACCOUNT_ABNORMAL BANK_CARD_CARD_INFO_WRONG BANK_CARD_COLLECTIONS_ABOVE_QUOTA',
    'DAY_RECEIVED_COUNT_EXCEED DAY_RECEIVED_QUOTA_EXCEED TRANSFER_QUOTA_EXCEED REALNAME_ACCOUNT_RECEIVED_QUOTA_EXCEED',
    'BLOCK_B2C_USERLIMITAMOUNT_MONTH ID_CARD_NOT_CORRECT NAME_NOT_CORRECT REAL_NAME_CHECK_FAIL PAYEE_ACCOUNT_ABNORMAL',
    'PAYER_ACCOUNT_ABNORMAL OVERDUE_CLOSE MERCHANT_REJECT MERCHANT_NOT_CONFIRM OTHER_FAIL_REASON_TYPE SYSTEM_ERROR',
  ].join(' '),
  stripe: 'confirm_card_data do_not_try_again try_again_later',
};

describe('the table', () => {
  test('has every listed code and no other', () => {
    const wanted = Object.entries(listed).flatMap(([scheme, codes]) => codes.split(' ').map((code) => `${scheme}:${code}`));
    expect([...failureCodes].toSorted()).toEqual(wanted.toSorted());
  });

  test('has every code the demo wallet makes', () => {
    const made = new Set(demoRows().flatMap(({ failureCode }) => failureCode ?? []));
    expect(made.size).toBeGreaterThan(20);
    expect([...made].filter((code) => failureRule(code) === null)).toEqual([]);
  });

  test.each([
    ['iso8583:14', 'details', 'when-corrected'],
    ['iso8583:55', 'details', 'when-corrected'],
    ['iso20022:AC01', 'details', 'when-corrected'],
    ['iso8583:51', 'funds', 'with-funds'],
    ['iso20022:AM04', 'funds', 'with-funds'],
    ['iso8583:61', 'limit', 'under-limit'],
    ['iso8583:65', 'limit', 'under-limit'],
    ['iso20022:AM14', 'limit', 'under-limit'],
    ['iso8583:91', 'temporary', 'same-order'],
    ['iso8583:96', 'temporary', 'same-order'],
    ['iso20022:AB03', 'temporary', 'same-order'],
    ['iso20022:AB05', 'temporary', 'same-order'],
    ['wechat:SYSTEM_ERROR', 'temporary', 'same-order'],
    ['iso8583:05', 'risk', 'never'],
    ['iso8583:59', 'risk', 'never'],
    ['iso20022:FRAD', 'risk', 'never'],
    ['wechat:ACCOUNT_FROZEN', 'risk', 'never'],
  ])('%s is of family %s: %s', (code, family, retry) => {
    expect(failureRule(code)).toMatchObject({ family, retry });
  });

  test('what is with risk is never tried again, and a limit always says what helps', () => {
    expect(ruled.filter(({ rule }) => rule.family === 'risk' && rule.retry !== 'never')).toEqual([]);
    expect(ruled.filter(({ rule }) => (rule.family === 'limit') !== (rule.retry === 'under-limit'))).toEqual([]);
  });

  test('an agent is told of the same order number wherever a new order could move the money twice', () => {
    const doubled = ruled.filter(({ rule }) => rule.retry === 'same-order').map(({ code }) => code);
    expect(doubled.length).toBeGreaterThan(3);
    expect(doubled.filter((code) => !english[`${code}_do`].includes('same order number'))).toEqual([]);
    expect(doubled.filter((code) => !/原(?:订)?单号/.test(chinese[`${code}_do`]))).toEqual([]);
  });

  test('says when a cap begins anew only where the source does', () => {
    expect(ruled.flatMap(({ code, rule }) => (rule.resets === undefined ? [] : [[code, rule.resets]]))).toEqual([
      ['wechat:BLOCK_B2C_USERLIMITAMOUNT_MONTH', 'month'],
      ['wechat:DAY_RECEIVED_COUNT_EXCEED', 'day'],
      ['wechat:DAY_RECEIVED_QUOTA_EXCEED', 'day'],
    ]);
  });

  test.each(['', 'iso8583', 'iso8583:', 'iso8583:00', 'iso8583:999', 'ISO8583:51', '51', 'unknown:X', 'constructor', '__proto__', 'toString'])(
    'does not know "%s", and says so',
    (code) => {
      expect(isFailureCode(code)).toBe(false);
      expect(failureRule(code)).toBeNull();
    },
  );
});

describe('the texts', () => {
  test('explain every code in three parts and nothing else, in both languages', () => {
    const wanted = [...failureCodes.flatMap((code) => parts.map((part) => `${code}_${part}`)), 'say', 'do'].toSorted();
    expect(Object.keys(english).toSorted()).toEqual(wanted);
    expect(Object.keys(chinese).toSorted()).toEqual(wanted);
  });

  test('are sentences, and the Chinese ones are Chinese', () => {
    const keys = failureCodes.flatMap((code) => parts.map((part) => `${code}_${part}` as const));
    expect(keys.filter((key) => !/^\p{Lu}.{11,}\.$/su.test(english[key]))).toEqual([]);
    expect(keys.filter((key) => !/^[^.]*\p{Script=Han}[^.]*。$/su.test(chinese[key]))).toEqual([]);
    expect(keys.filter((key) => english[key] === (chinese[key] as string))).toEqual([]);
  });

  test('say something of their own in each part', () => {
    for (const texts of [english, chinese]) {
      for (const code of failureCodes) expect(new Set(parts.map((part) => texts[`${code}_${part}`])).size, code).toBe(3);
    }
  });

  test('never tell a customer of a check for fraud, of a freeze or of a theft', () => {
    const words = /fraud|suspect|frozen|freeze|stolen|risk|欺诈|怀疑|冻结|被盗|冒用|风控|挂失|司法/i;
    expect(failureCodes.flatMap((code) => [english[`${code}_say`], chinese[`${code}_say`]]).filter((text) => words.test(text))).toEqual([]);
  });

  test.each(['en', 'zh-CN'] as const)('are found under the codes as they come, in %s', (language) => {
    const texts = language === 'en' ? english : chinese;
    const i18n = makeI18n(language);
    for (const code of failureCodes) for (const part of parts) expect(failureText(i18n.t, code, part)).toBe(texts[`${code}_${part}`]);
  });
});
