import { hash } from 'node:crypto';

/** Hashes are strings of one byte a character: hashing into one, and comparing them, costs a third of what it does with buffers. */
export type Hash = string;

export const HASH_BYTES = 32;

const LEAF = 0;
const NODE = 1;

const scratch = Buffer.alloc(16 * 1024);

/** A leaf's hash; its first byte differs from a node's, so that neither can stand for the other (RFC 9162, 2.1.1). */
export function leafHash(head: string, body: Uint8Array): Hash {
  const most = 1 + head.length * 3 + body.length;
  const bytes = most <= scratch.length ? scratch : Buffer.alloc(most);
  bytes[0] = LEAF;
  const at = 1 + bytes.write(head, 1);
  bytes.set(body, at);
  return hash('sha256', bytes.subarray(0, at + body.length), 'binary');
}

const pair = Buffer.alloc(1 + 2 * HASH_BYTES);
pair[0] = NODE;

function nodeHash(left: Hash, right: Hash): Hash {
  pair.write(left, 1, 'latin1');
  pair.write(right, 1 + HASH_BYTES, 'latin1');
  return hash('sha256', pair, 'binary');
}

export interface MerkleTree {
  readonly root: Hash;
  /** For each leaf the hashes beside its way up, from the leaf to the root; a level where it has no neighbour is left out. */
  readonly paths: readonly string[];
}

/** The tree over at least one leaf; an odd one out goes up as it is. */
export function merkleTree(leaves: readonly Hash[]): MerkleTree {
  const paths: string[] = leaves.map(() => '');
  let level = [...leaves];
  let width = 1;
  while (level.length > 1) {
    const next: Hash[] = [];
    for (let index = 0; index < level.length; index += 2) {
      const [left, right] = [level[index], level[index + 1]];
      if (left === undefined) continue;
      next.push(right === undefined ? left : nodeHash(left, right));
    }
    for (let leaf = 0; leaf < leaves.length; leaf++) paths[leaf] += level[Math.floor(leaf / width) ^ 1] ?? '';
    level = next;
    width *= 2;
  }
  return { root: level[0] ?? '', paths };
}

interface Step {
  readonly hash: Hash;
  /** What is left of the path from here. */
  readonly rest: string;
}

/**
 * The ways up a tree that were found to lead to its root: who comes to a node of one of them with the same way left
 * before it comes to the same root, and need not go it again.
 */
export class KnownWays {
  readonly root: Hash;
  readonly #levels: (Step | undefined)[][] = [];

  constructor(root: Hash) {
    this.root = root;
  }

  leadsOn(level: number, place: number, reached: Hash, rest: string): boolean {
    const step = this.#levels[level]?.[place];
    return step !== undefined && step.hash === reached && step.rest === rest;
  }

  learn(steps: readonly (readonly [level: number, place: number, step: Step])[]): void {
    for (const [level, place, step] of steps) {
      this.#levels[level] ??= [];
      const places = this.#levels[level];
      places[place] = step;
    }
  }
}

/** A leaf's way up: the root it leads to, and the steps on the way that were not known. */
export interface Way {
  readonly root: Hash;
  readonly steps: readonly (readonly [level: number, place: number, step: Step])[];
}

/** The way of a leaf at `index` of `count` by its path; null where the path has another length than the tree asks for. */
export function wayUp(leaf: Hash, index: number, count: number, path: string, known: KnownWays | null): Way | null {
  if (!Number.isInteger(index) || index < 0 || index >= count) return null;
  const steps: (readonly [number, number, Step])[] = [];
  let place = index;
  let offset = 0;
  let reached = leaf;
  for (let level = 0, width = count; ; level++) {
    const rest = path.slice(offset);
    if (known?.leadsOn(level, place, reached, rest)) return { root: known.root, steps };
    steps.push([level, place, { hash: reached, rest }]);
    if (width <= 1) break;
    const alone = place % 2 === 0 && place === width - 1;
    if (!alone) {
      if (offset + HASH_BYTES > path.length) return null;
      const beside = path.slice(offset, offset + HASH_BYTES);
      offset += HASH_BYTES;
      reached = place % 2 === 0 ? nodeHash(reached, beside) : nodeHash(beside, reached);
    }
    place = Math.floor(place / 2);
    width = Math.ceil(width / 2);
  }
  return offset === path.length ? { root: reached, steps } : null;
}
