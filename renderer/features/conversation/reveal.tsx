import { safe } from '@orpc/client';
import { useCallback } from 'react';
import { useClient } from '#renderer/app/hooks.ts';
import { Revealable } from '#renderer/features/reveal/revealable.tsx';
import type { CaseId } from '#shared/lib/ids.ts';
import type { TokenMark } from '#shared/wallet/tokens.ts';

interface Props {
  readonly caseId: CaseId;
  readonly mark: TokenMark;
  readonly masked: string;
}

/** A masked value in a text. */
export function Reveal({ caseId, mark, masked }: Props) {
  const client = useClient();
  const { token, kind } = mark;
  const onCopy = useCallback(async () => (await safe(client.vault.copied({ caseId, value: { token } })))[0] === null, [client, caseId, token]);
  return (
    <Revealable
      kind={kind}
      masked={masked}
      ask={async (reason, words) => {
        const [error, value] = await safe(client.vault.reveal({ caseId, token, reason, words }));
        return [error, value?.raw ?? null];
      }}
      onCopy={onCopy}
    />
  );
}
