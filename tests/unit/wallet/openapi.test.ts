import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { DemoWallet } from '#electron/wallet/demo/demo-wallet.ts';
import { openApi } from '#electron/wallet/http/openapi.ts';
import { checkRoutes, pathOf, walletRoutes } from '#electron/wallet/http/routes.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { actionName } from '#shared/wallet/actions.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { answerOf, asked, payment, person, testDesk } from '#tests/fixtures/wallet-people.ts';

type Json = Readonly<Record<string, unknown>>;
const document = openApi();
const ajv = new Ajv2020({ strict: false, formats: { base64url: true } });
ajv.addSchema({ $id: 'contract', ...document });

const routes = Object.entries({ ...walletRoutes, ...checkRoutes });

/** Where a schema lies in the document. */
const pointer = (...keys: readonly string[]) => `contract#/${keys.map((key) => key.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;

describe('The OpenAPI document', () => {
  it('has every route, with schemas that can be read, and every reference leads somewhere', () => {
    expect(document.openapi).toBe('3.1.0');
    const text = JSON.stringify(document);
    for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g))
      expect((document.components as { schemas: Json }).schemas).toHaveProperty(name ?? '');
    expect(text).not.toContain('$defs');
    for (const [name, route] of routes) {
      const method = route.method.toLowerCase();
      const at = ['paths', route.path, method];
      expect(Object.keys(document.paths as Json), name).toContain(route.path);
      expect(ajv.getSchema(pointer(...at, 'responses', '200', 'content', 'application/json', 'schema')), name).toBeTypeOf('function');
      if (route.body !== null) expect(ajv.getSchema(pointer(...at, 'requestBody', 'content', 'application/json', 'schema')), name).toBeTypeOf('function');
    }
  });

  it('lets a wallet use words of its own, and no other types', () => {
    const valid = (schema: string, value: unknown) => ajv.getSchema(pointer('components', 'schemas', schema))?.(value);
    const promotion = { id: 'p', name: { 'zh-CN': '券', en: 'coupon' }, state: 'BREWING' };
    expect(valid('Promotion', promotion)).toBe(true);
    expect(valid('Promotion', { ...promotion, state: 5 })).toBe(false);
    expect(valid('ActionInput', { action: 'dance', reason: 'r' })).toBe(false);
    expect(valid('ActionInput', { action: 'freeze', reason: 'r' })).toBe(true);
  });

  it('describes what the demo wallet answers and what the desk asks', async () => {
    const now = 1_790_000_000_000;
    const wallet = new DemoWallet({ memory: true, key: Buffer.alloc(32, 1), deskKeys: [testDesk.publicKey], clock: () => now, logger: recordingLogger() });
    await wallet.start();
    const owner = person(1, now);
    await wallet.add([owner], [payment(owner, 'T1', now)]);
    const request = asked(now, { customer: owner.id, caseId: 'case' as CaseId, input: { action: 'freeze', reason: 'r' } });
    const { idempotencyKey: _, ...body } = request;
    const answers = {
      account: { account: answerOf(await wallet.account(owner.id)) },
      transactions: { customer: owner.id, ...answerOf(await wallet.transactions(owner.id, null, 5)) },
      promotions: { customer: owner.id, promotions: answerOf(await wallet.promotions(owner.id)) },
      act: { outcome: answerOf(await wallet.act(request)) },
      securityEvents: { customer: owner.id, ...answerOf(await wallet.securityEvents(owner.id, null, 5)) },
      verification: { standing: answerOf(await wallet.verification(owner.id, 'case' as CaseId)) },
    } as const;
    await wallet.stop();
    for (const [name, answer] of Object.entries(answers)) {
      const route = walletRoutes[name as keyof typeof answers];
      const check = ajv.getSchema(pointer('paths', route.path, route.method.toLowerCase(), 'responses', '200', 'content', 'application/json', 'schema'));
      expect(check?.(answer), `${name}: ${JSON.stringify(check?.errors)}`).toBe(true);
      expect(check?.({}), name).toBe(false);
    }
    const act = ajv.getSchema(pointer('paths', walletRoutes.act.path, 'put', 'requestBody', 'content', 'application/json', 'schema'));
    expect(act?.(body), JSON.stringify(act?.errors)).toBe(true);
  });

  it('tells the table by which actions are decided', () => {
    const rules = document['x-action-rules'] as readonly Json[];
    expect(new Set(rules.map(({ action }) => action))).toEqual(new Set(actionName.options));
    expect(rules.find(({ action, band }) => action === 'refund' && band === 'large')).toMatchObject({ level: 'strong', proof: 'step-up', second: true });
  });
});

describe('A route’s path', () => {
  it('holds its parameters, whatever is in them', () => {
    expect(pathOf('/v1/customers/{customer}/cases/{caseId}', { customer: 'a/../b?', caseId: '王' })).toBe('/v1/customers/a%2F..%2Fb%3F/cases/%E7%8E%8B');
  });
});
