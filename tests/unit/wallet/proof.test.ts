import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { requestOf } from '#electron/wallet/conformance/desk-person.ts';
import { derivedSigner, freshPrivateKey, ProofKeys, pemSigner } from '#electron/wallet/proof-keys.ts';
import type { CaseId, CustomerId, PersonId, TransactionId } from '#shared/lib/ids.ts';
import { MINUTE, SECOND } from '#shared/lib/time.ts';
import { type ProofClaims, proofAge, proofText, type SignedProof } from '#shared/wallet/proof.ts';

const now = 1_790_000_000_000;
const signer = pemSigner(freshPrivateKey());

function proofOf(): SignedProof {
  const wish = {
    customer: 'C1' as CustomerId,
    caseId: 'case' as CaseId,
    input: { action: 'refund', transaction: 'T1' as TransactionId, amount: { minor: 5, currency: 'CNY' }, reason: 'r' },
  } as const;
  const { proof } = requestOf({ now: () => now, newId: randomUUID }, signer, wish);
  if (proof === null) throw new Error('it is signed');
  return proof;
}

describe('A proof', () => {
  it('is believed of a desk that is known, and of no other', () => {
    const proof = proofOf();
    expect(new ProofKeys([signer.publicKey]).signed(proof)).toBe(true);
    expect(new ProofKeys([]).signed(proof)).toBe(false);
    expect(new ProofKeys([pemSigner(freshPrivateKey()).publicKey]).signed({ ...proof, key: signer.key })).toBe(false);
    for (const signature of ['', 'AAAA', 'A'.repeat(86), '!!']) expect(new ProofKeys([signer.publicKey]).signed({ ...proof, signature })).toBe(false);
  });

  it('is void with any of its claims changed', () => {
    const proof = proofOf();
    const keys = new ProofKeys([signer.publicKey]);
    const changes: { readonly [K in keyof ProofClaims]: ProofClaims[K] } = {
      action: 'reverse-payment',
      customer: 'C2' as CustomerId,
      target: 'T2',
      amount: { minor: 6, currency: 'CNY' },
      caseId: null,
      caseStanding: 'other',
      nonce: randomUUID(),
      person: 'another' as PersonId,
      role: 'administrator',
      strength: 'session',
      authTime: now - 1,
      issuedAt: now + 1,
      seen: 'v9',
      approves: randomUUID(),
    };
    expect(Object.keys(changes).toSorted()).toEqual(Object.keys(proof.claims).toSorted());
    for (const [name, value] of Object.entries(changes)) expect(keys.signed({ ...proof, claims: { ...proof.claims, [name]: value } }), name).toBe(false);
    expect(keys.signed({ ...proof, claims: { ...proof.claims, amount: { minor: 5, currency: 'USD' } } })).toBe(false);
  });

  it('has one text for the same claims, whatever the order of their fields', () => {
    const { claims } = proofOf();
    const turned = Object.fromEntries(Object.entries(claims).toReversed()) as ProofClaims;
    expect(proofText(turned)).toBe(proofText(claims));
    expect(proofText(claims)).toMatch(/^\["wallet-proof-1","refund","C1","T1",\[5,"CNY"\],"case","mine",/);
  });

  it('is good for a minute, a second factor for five, and what is approved for half an hour', () => {
    const { claims } = proofOf();
    const at = (after: number, over: Partial<ProofClaims> = {}, approved = false) => proofAge({ ...claims, ...over }, approved, now + after);
    expect([at(0), at(60 * SECOND), at(60 * SECOND + 1)]).toEqual([null, null, 'proof-expired']);
    expect([at(30 * MINUTE, {}, true), at(30 * MINUTE + 1, {}, true)]).toEqual([null, 'proof-expired']);
    expect([at(-5 * SECOND), at(-5 * SECOND - 1)]).toEqual([null, 'proof-expired']);
    expect([at(0, { authTime: now - 5 * MINUTE }), at(0, { authTime: now - 5 * MINUTE - 1 })]).toEqual([null, 'authentication-too-old']);
    expect(at(0, { authTime: now - 60 * MINUTE, strength: 'session' })).toBe(null);
    expect(at(0, { authTime: now + MINUTE })).toBe('authentication-too-old');
  });
});

describe('A desk’s key', () => {
  it('follows from the data key, and from another one another', () => {
    const [one, again, other] = [7, 7, 8].map((byte) => derivedSigner(Buffer.alloc(32, byte)));
    expect(again?.publicKey).toBe(one?.publicKey);
    expect(other?.publicKey).not.toBe(one?.publicKey);
    expect(one?.publicKey).toContain('BEGIN PUBLIC KEY');
  });

  it('is Ed25519 and nothing else', () => {
    expect(() => pemSigner('no key')).toThrow();
    expect(() => new ProofKeys(['no key'])).toThrow();
  });
});
