import { isContractProcedure } from '@orpc/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleContract } from '#shared/contract/console-contract.ts';
import { Bench } from '#tests/contract/bench-kit.ts';
import type { Transport } from '#tests/contract/console-tab-kit.ts';
import { actionRules } from '#tests/contract/rules-actions.ts';
import { adminRules } from '#tests/contract/rules-admin.ts';
import { attachmentRules } from '#tests/contract/rules-attachments.ts';
import { cacheRules } from '#tests/contract/rules-cache.ts';
import { callRules } from '#tests/contract/rules-calls.ts';
import { caseRules } from '#tests/contract/rules-cases.ts';
import { channelRules } from '#tests/contract/rules-channels.ts';
import { chatSettingsRules } from '#tests/contract/rules-chat-settings.ts';
import { customerRules } from '#tests/contract/rules-customers.ts';
import { guardRules } from '#tests/contract/rules-guards.ts';
import { inboxRules } from '#tests/contract/rules-inbox.ts';
import { incidentRules } from '#tests/contract/rules-incidents.ts';
import { keyRules } from '#tests/contract/rules-keys.ts';
import { mailRules } from '#tests/contract/rules-mail.ts';
import { mergedRules } from '#tests/contract/rules-merged.ts';
import { passkeyRules } from '#tests/contract/rules-passkeys.ts';
import { phoneRules } from '#tests/contract/rules-phone.ts';
import { refusalRules } from '#tests/contract/rules-refusals.ts';
import { replayRules } from '#tests/contract/rules-replay.ts';
import { sessionRules } from '#tests/contract/rules-session.ts';
import { splitRules } from '#tests/contract/rules-split.ts';
import { streamRules } from '#tests/contract/rules-streams.ts';
import { supervisionRules } from '#tests/contract/rules-supervision.ts';

/** Every method of the contract, such as `cases.act`. */
export function methodsOf(table: object, path: readonly string[] = []): string[] {
  if (isContractProcedure(table)) return [path.join('.')];
  return Object.entries(table).flatMap(([name, part]) => methodsOf(part as object, [...path, name]));
}

/** What every screen may rely on, over any transport. */
export function consoleContractOver(transport: Transport): void {
  describe(`the console's contract over ${transport.name}`, () => {
    const bench = new Bench(transport);
    beforeAll(() => bench.start());
    afterAll(() => bench.stop());

    describe('administration and accounts', () => adminRules(bench, transport));
    describe('host, session, settings, simulation', () => sessionRules(bench));
    describe('inbox and search', () => inboxRules(bench));
    describe('cases and drafts', () => caseRules(bench));
    describe('merged cases', () => mergedRules(bench));
    describe('split cases', () => splitRules(bench));
    describe('calls', () => callRules(bench));
    describe('the phone', () => phoneRules(bench));
    describe('attachments', () => attachmentRules(bench));
    describe('customers and the vault', () => customerRules(bench));
    describe('proofs, full values and the audit', () => guardRules(bench));
    describe('passkeys', () => passkeyRules(bench));
    describe('the key of the data', () => keyRules(bench, transport));
    describe('mail', () => mailRules(bench));
    describe('channels', () => channelRules(bench));
    describe('the chat’s settings', () => chatSettingsRules(bench));
    describe('streams', () => streamRules(bench));
    describe('replay', () => replayRules(bench));
    describe('supervision', () => supervisionRules(bench));
    describe('incidents', () => incidentRules(bench));
    describe('the cache and erasure', () => cacheRules(bench));
    describe('verification and account actions', () => actionRules(bench));
    describe('refusals', () => refusalRules(bench));

    it('was called by the tests above in every method of its table, with success', () => {
      const missing = methodsOf(consoleContract).filter((method) => !bench.calls.answered.has(method));
      expect(missing).toEqual([]);
    });
  });
}
