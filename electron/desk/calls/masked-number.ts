import type { Vault } from '#electron/wallet/port.ts';
import { mask } from '#shared/wallet/masking.ts';
import type { MaskedText } from '#shared/wallet/tokens.ts';

/** Puts a raw number into the vault and answers its masked form, whole under one mark. */
export async function maskedNumber(vault: Pick<Vault, 'put'>, raw: string): Promise<MaskedText> {
  const text = mask('phone', raw);
  return { text, marks: [{ kind: 'phone', token: await vault.put('phone', raw), at: 0, length: text.length }] };
}
