import { expect, it } from 'vitest';
import { givesAccount } from '#shared/desk/account-access.ts';
import type { Person } from '#shared/desk/person.ts';
import type { PersonId, QueueId } from '#shared/lib/ids.ts';

const me = 'agent-1' as PersonId;
const other = 'agent-2' as PersonId;
const [mine, foreign] = ['refund', 'payment'] as readonly string[] as [QueueId, QueueId];
const agent: Pick<Person, 'id' | 'role' | 'queues'> = { id: me, role: 'agent', queues: [mine] };
const row = (owner: PersonId | null, queue = mine, intendedFor: PersonId | null = null) => ({ owner, queue, intendedFor });

it('a case opens the account to who has it, to whom it is meant for, and while it waits to its queue', () => {
  expect(givesAccount(agent, row(me, foreign))).toBe(true);
  expect(givesAccount(agent, row(null))).toBe(true);
  expect(givesAccount(agent, row(null, foreign))).toBe(false);
  expect(givesAccount(agent, row(null, foreign, me))).toBe(true);
  expect(givesAccount(agent, row(other))).toBe(false);
  expect(givesAccount({ ...agent, role: 'supervisor' }, row(other, foreign))).toBe(true);
});
