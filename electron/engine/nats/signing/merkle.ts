import { hash } from 'node:crypto';

const LEAF = Buffer.from([0]);
const NODE = 1;

/** A leaf's hash; its first byte differs from a node's, so that neither can stand for the other (RFC 9162, 2.1.1). */
export function leafHash(...parts: readonly Uint8Array[]): Buffer {
  return hash('sha256', Buffer.concat([LEAF, ...parts]), 'buffer');
}

const pair = Buffer.alloc(65);
pair[0] = NODE;

function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  pair.set(left, 1);
  pair.set(right, 33);
  return hash('sha256', pair, 'buffer');
}

export interface MerkleTree {
  readonly root: Buffer;
  /** For each leaf the hashes beside its way up, from the leaf to the root; a level where it has no neighbour is left out. */
  readonly paths: readonly (readonly Buffer[])[];
}

/** The tree over at least one leaf; an odd one out goes up as it is. */
export function merkleTree(leaves: readonly Buffer[]): MerkleTree {
  const paths: Buffer[][] = leaves.map(() => []);
  let level = [...leaves];
  let width = 1;
  while (level.length > 1) {
    const next: Buffer[] = [];
    for (let index = 0; index < level.length; index += 2) {
      const [left, right] = [level[index], level[index + 1]];
      if (left === undefined) continue;
      next.push(right === undefined ? left : nodeHash(left, right));
    }
    for (let leaf = 0; leaf < leaves.length; leaf++) {
      const beside = level[Math.floor(leaf / width) ^ 1];
      if (beside !== undefined) paths[leaf]?.push(beside);
    }
    level = next;
    width *= 2;
  }
  return { root: level[0] ?? Buffer.alloc(32), paths };
}

/** The root that a leaf at `index` of `count` leads to by its path; null where the path has another length than the tree asks for. */
export function rootOf(leaf: Buffer, index: number, count: number, path: Uint8Array): Buffer | null {
  if (index < 0 || index >= count || path.length % 32 !== 0) return null;
  let at = index;
  let width = count;
  let offset = 0;
  let reached = leaf;
  while (width > 1) {
    const alone = at % 2 === 0 && at === width - 1;
    if (!alone) {
      if (offset + 32 > path.length) return null;
      const beside = path.subarray(offset, offset + 32);
      offset += 32;
      reached = at % 2 === 0 ? nodeHash(reached, beside) : nodeHash(beside, reached);
    }
    at = Math.floor(at / 2);
    width = Math.ceil(width / 2);
  }
  return offset === path.length ? reached : null;
}
