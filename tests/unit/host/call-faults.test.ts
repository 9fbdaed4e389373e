import { createRouterClient } from '@orpc/server';
import { expect, it } from 'vitest';
import { makeConsoleRouter } from '#electron/host/console-router.ts';
import type { DeskServices, HostParts } from '#electron/host/desk-services.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

/** A console whose ledger fails as given, with what was logged. */
function consoleOver(fault: Error) {
  const logger = recordingLogger();
  const services = {
    sessions: { personOf: () => ({ id: 'agent-a', role: 'agent' }), untilSignedOut: () => new AbortController().signal },
    store: { ledger: { drafts: () => Promise.reject(fault) } },
    logger,
  } as unknown as DeskServices;
  const router = makeConsoleRouter({ services: Promise.resolve(services) } as HostParts);
  return { client: createRouterClient(router, { context: { sessionId: 's', pageOrigin: null } }), logger };
}

it('a disk that is full is told as the store that does not answer, and is in the log', async () => {
  const { client, logger } = consoleOver(Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' }));
  await expect(client.drafts.list()).rejects.toMatchObject({ code: 'UNAVAILABLE', data: { part: 'store' } });
  expect(logger.lines.map(({ message, fields }) => [message, fields?.method])).toEqual([['call: failed', 'drafts.list']]);
});

it('a fault of our own is no answer of the contract, and is in the log', async () => {
  const { client, logger } = consoleOver(new TypeError('x is undefined'));
  await expect(client.drafts.list()).rejects.toThrow('x is undefined');
  expect(logger.lines).toHaveLength(1);
});
