import path from 'node:path';
import { type Exception, packageHomes, type Room } from '#tests/architecture/boundaries.ts';
import { type Import, packageOf } from '#tests/architecture/imports.ts';
import type { Fault } from '#tests/architecture/sources.ts';

const matches = (file: string, globs: readonly string[]): boolean => globs.some((glob) => path.matchesGlob(file, glob));

const roomOf = (rooms: readonly Room[], file: string): Room | undefined => rooms.find((room) => path.matchesGlob(file, room.path));

const homesOf = (name: string): readonly string[] | undefined => packageHomes[name] ?? packageHomes[`${name.split('/')[0]}/*`];

/** Whether an exception of the table lets an import pass. */
export function excepted(exception: Exception, found: Import): boolean {
  return exception.from === found.from && exception.to === found.file && (found.types || !exception.types);
}

function refusal(found: Import, rooms: readonly Room[], exceptions: readonly Exception[]): string | null {
  const room = roomOf(rooms, found.from);
  if (!room) return 'lies in no room of the table';
  if (found.file !== null) {
    const own = path.matchesGlob(found.file, room.path);
    return own || matches(found.file, room.may) || exceptions.some((exception) => excepted(exception, found)) ? null : `may not import ${found.file}`;
  }
  if (found.specifier.startsWith('node:')) return room.node ? null : `may not import ${found.specifier}: it runs without Node`;
  if (room.path === 'tests/**') return null;
  const homes = homesOf(packageOf(found.specifier));
  if (!homes) return `imports ${found.specifier}, a package without a line in the table`;
  return matches(found.from, homes) ? null : `may not import the package ${found.specifier}`;
}

/** Every import that the table refuses. */
export function checkBoundaries(imports: readonly Import[], rooms: readonly Room[], exceptions: readonly Exception[]): readonly Fault[] {
  return imports.flatMap((found) => {
    const fault = refusal(found, rooms, exceptions);
    return fault === null ? [] : [{ file: found.from, line: found.line, fault }];
  });
}
