import { MAX_MESSAGE_LENGTH } from '#shared/case/attachment.ts';

/** As `contactName` of a case allows. */
const MOST_NAME = 100;
const MOST_FILE_NAME = 120;

/** Cuts between characters, never inside a pair of surrogates. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = most - 1;
  const pair = /[\uD800-\uDBFF]/.test(text.charAt(end - 1)) ? end - 1 : end;
  return `${text.slice(0, pair)}…`;
}

/** What a stranger wrote, at most a message long in UTF-16 units, well-formed; marks of direction and joiners of emoji stay. */
export const strangersText = (text: string, most = MAX_MESSAGE_LENGTH): string => cut(text.toWellFormed().replaceAll('\0', ''), most);

/** A stranger's name in one line; empty where there is none. */
export const strangersName = (name: string): string =>
  cut(
    name
      .toWellFormed()
      .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
      .trim(),
    MOST_NAME,
  );

/** A file's name without a path, with an ending; `made` where the sender gave none that can be used. */
export function strangersFileName(name: string | undefined, made: string): string {
  const bare = (name ?? '')
    .toWellFormed()
    .replace(/^.*[\\/]/s, '')
    // Marks of direction in a name hide its real ending.
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, '')
    .trim();
  if (bare === '' || /^\.*$/.test(bare)) return made;
  const dot = bare.lastIndexOf('.');
  const ending = dot > 0 && bare.length - dot <= 12 ? bare.slice(dot) : '';
  const kept = bare.length <= MOST_FILE_NAME ? bare : `${cut(bare.slice(0, bare.length - ending.length), MOST_FILE_NAME - ending.length)}${ending}`;
  return ending === '' ? `${kept}${made.slice(made.lastIndexOf('.'))}` : kept;
}

const endings: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'audio/ogg': 'ogg',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/aac': 'aac',
  'audio/amr': 'amr',
  'video/mp4': 'mp4',
  'video/3gpp': '3gp',
  'video/webm': 'webm',
  'application/pdf': 'pdf',
  'text/plain': 'txt',
};

/** The ending for a media type, without a dot; `bin` for those that are not known. */
export const endingFor = (type: string): string => endings[type.split(';')[0]?.trim().toLowerCase() ?? ''] ?? 'bin';
