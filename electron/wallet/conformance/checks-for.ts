import { actingChecks } from '#electron/wallet/conformance/acting-checks.ts';
import { readingChecks } from '#electron/wallet/conformance/reading-checks.ts';
import type { UnderCheck, WalletCheck } from '#electron/wallet/conformance/under-check.ts';
import { codeChecks, verifyingChecks } from '#electron/wallet/conformance/verifying-checks.ts';

/** What of the port can be checked with what is at hand, in order; the rest, with what it lacks. */
export function checksFor({ acted, signer, lastCode }: Pick<UnderCheck, 'acted' | 'signer' | 'lastCode'>): {
  readonly run: readonly WalletCheck[];
  readonly left: readonly { readonly name: string; readonly lacks: string }[];
} {
  const lacking = (checks: readonly WalletCheck[], lacks: string | null) => checks.map(({ name }) => ({ name, lacks: lacks ?? '' }));
  const verifying = acted === null ? 'somebody to try it on' : null;
  const codes = verifying ?? (lastCode === null ? 'a look at the customer’s phone' : null);
  const acting = codes ?? (signer === null ? 'the desk’s key' : null);
  const groups = [
    [readingChecks, null],
    [verifyingChecks, verifying],
    [codeChecks, codes],
    [actingChecks, acting],
  ] as const;
  return {
    run: groups.flatMap(([checks, lacks]) => (lacks === null ? checks : [])),
    left: groups.flatMap(([checks, lacks]) => (lacks === null ? [] : lacking(checks, lacks))),
  };
}
