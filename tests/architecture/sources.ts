import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

/** A file of the project: its place from the root with forward slashes, and its text. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

/** What a rule found wrong: where, and what to do about it. */
export interface Fault {
  readonly file: string;
  readonly line: number;
  readonly fault: string;
}

const outside = new Set(['node_modules', 'dist', 'release', 'test-results', 'playwright-report', '.git']);

function listed(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (outside.has(entry.name)) return [];
    const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? listed(file) : [file];
  });
}

/** All files of the project, whether git knows them or not; what is made by tools is left out. */
export const projectFiles: readonly string[] = listed('').toSorted();

/** The files with one of the endings, with their texts. */
export function sources(...endings: readonly string[]): readonly Source[] {
  return projectFiles
    .filter((file) => endings.some((ending) => file.endsWith(ending)))
    .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }));
}

/** The line of an offset in a text, from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

const tokens = /(?<single>'(?:[^'\\\n]|\\.)*')|(?<quoted>"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`)|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

const blank = (found: string): string => found.replace(/[^\n]/g, ' ');

/** A text whose comments are blanks, so that offsets and lines stay. */
export function withoutComments(text: string): string {
  return text.replace(tokens, (found, single?: string, quoted?: string) => single ?? quoted ?? blank(found));
}

/** Also without what stands in double quotes and templates; single quotes, which imports use, are kept. */
export function codeOnly(text: string): string {
  return text.replace(tokens, (found, single?: string) => single ?? blank(found));
}

/** Faults as lines for a person, so that a failing test names each place. */
export function told(faults: readonly Fault[]): readonly string[] {
  return faults.map(({ file, line, fault }) => `${file}:${line} ${fault}`);
}
