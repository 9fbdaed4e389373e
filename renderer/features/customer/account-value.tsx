import { safe } from '@orpc/client';
import { useCallback } from 'react';
import { useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import { Revealable } from '#renderer/features/reveal/revealable.tsx';
import { may } from '#shared/desk/powers.ts';
import type { AccountField } from '#shared/desk/reasons.ts';
import type { CaseId, CustomerId } from '#shared/lib/ids.ts';

interface Props {
  readonly caseId: CaseId;
  readonly customer: CustomerId;
  readonly field: AccountField;
  readonly masked: string;
}

/** A masked value of the account, to be shown in full for a reason. */
export function AccountValue({ caseId, customer, field, masked }: Props) {
  const client = useClient();
  const role = useAppSelector(selectMe)?.person.role;
  const onCopy = useCallback(async () => (await safe(client.vault.copied({ caseId, value: { field } })))[0] === null, [client, caseId, field]);
  if (role === undefined || !may(role, 'reveal')) return <span>{masked}</span>;
  return (
    <Revealable
      kind={field.kind}
      masked={masked}
      ask={async (reason, words) => {
        const [error, value] = await safe(client.vault.revealField({ caseId, customer, field, reason, words }));
        return [error, value?.raw ?? null];
      }}
      onCopy={onCopy}
    />
  );
}
