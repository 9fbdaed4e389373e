import { expect, test } from 'vitest';
import { makeStore } from '#renderer/app/store.ts';
import { keepPlace, keptPlace, placeIn } from '#renderer/app/tab-place.ts';
import { caseShown } from '#renderer/app/workspace-slice.ts';
import { orderChosen, viewChosen } from '#renderer/features/inbox/inbox-slice.ts';
import type { CaseId, CustomerId, PersonId } from '#shared/lib/ids.ts';

const lin = 'agent-lin' as PersonId;
const caseId = '0199aaaa-0000-7000-8000-000000000001' as CaseId;

function storage() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  };
}

test('view, order and open case are kept, and nothing that names anybody but their ids', () => {
  const store = makeStore();
  const tab = storage();
  store.dispatch(viewChosen('mine'));
  store.dispatch(orderChosen('longestWait'));
  store.dispatch(caseShown({ caseId, customer: 'C100001' as CustomerId }));
  keepPlace(tab, placeIn(store.getState(), lin));
  expect([...tab.kept.values()].map((value) => JSON.parse(value))).toEqual([{ person: lin, view: 'mine', order: 'longestWait', openCase: caseId }]);
  expect(keptPlace(tab, lin)).toEqual({ person: lin, view: 'mine', order: 'longestWait', openCase: caseId });
});

test('another person who signs in in the tab, and who signed out, is brought nowhere', () => {
  const tab = storage();
  keepPlace(tab, placeIn(makeStore().getState(), lin));
  expect(keptPlace(tab, 'agent-chen' as PersonId)).toBeNull();
  keepPlace(tab, null);
  expect(keptPlace(tab, lin)).toBeNull();
});

test('a case that is looked at silently is not kept', () => {
  const store = makeStore();
  store.dispatch(caseShown({ caseId, silent: true }));
  expect(placeIn(store.getState(), lin).openCase).toBeNull();
});

test.each([
  '',
  '{',
  '7',
  '{"person":"agent-lin","view":"secret","order":"newest","openCase":null}',
  '{"person":"agent-lin","view":"all","order":"toString","openCase":null}',
])('what is kept as %j is as nothing', (value) => {
  const tab = storage();
  tab.setItem('console.place', value);
  expect(keptPlace(tab, lin)).toBeNull();
});
