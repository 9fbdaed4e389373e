import { expect, it } from 'vitest';
import { LastAnswers } from '#electron/desk/customers/last-answers.ts';
import type { WalletFault } from '#electron/wallet/port.ts';
import { fail, ok } from '#shared/lib/result.ts';
import { HOUR, MINUTE } from '#shared/lib/time.ts';

const down: WalletFault = { code: 'unavailable', detail: 'down' };

function answers() {
  let now = 1_000 * HOUR;
  const last = new LastAnswers(() => now);
  const pass = (ms: number) => {
    now += ms;
    return now;
  };
  return { last, pass, now: () => now };
}

it('answers with the last good answer, its age and the fault while the wallet is silent, and with the fresh one after', async () => {
  const { last, pass, now } = answers();
  const asOf = now();
  expect(await last.ask('account C1', Promise.resolve(ok('one')))).toEqual(ok({ value: 'one', asOf, fault: null }));
  pass(7 * MINUTE);
  expect(await last.ask('account C1', Promise.resolve(fail(down)))).toEqual(ok({ value: 'one', asOf, fault: down }));
  const later = pass(MINUTE);
  expect(await last.ask('account C1', Promise.resolve(ok('two')))).toEqual(ok({ value: 'two', asOf: later, fault: null }));
});

it('never answers with another question’s answer, nor with one that is too old', async () => {
  const { last, pass } = answers();
  await last.ask('account C1', Promise.resolve(ok('one')));
  expect(await last.ask('account C2', Promise.resolve(fail(down)))).toEqual(fail(down));
  pass(13 * HOUR);
  expect(await last.ask('account C1', Promise.resolve(fail(down)))).toEqual(fail(down));
});

it.each(['not-found', 'unknown-mark'] as const)('after "%s" nothing kept is shown', async (code) => {
  const { last } = answers();
  await last.ask('account C1', Promise.resolve(ok('one')));
  expect(await last.ask('account C1', Promise.resolve(fail<WalletFault>({ code, detail: '' })))).toEqual(fail({ code, detail: '' }));
});

it('keeps the newest four hundred', async () => {
  const { last } = answers();
  for (let n = 0; n <= 400; n++) await last.ask(`account C${n}`, Promise.resolve(ok(n)));
  expect(await last.ask('account C0', Promise.resolve(fail(down)))).toEqual(fail(down));
  expect(await last.ask('account C1', Promise.resolve(fail(down)))).toMatchObject({ ok: true, value: { value: 1 } });
});
