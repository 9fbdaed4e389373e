/** What lays letters out against their own direction (Unicode UAX #9, LRO and RLO): `gnp.exe` reads as `exe.png` behind it. */
const OVERRIDES = /[\u202d\u202e]/g;
/** Whatever turns the direction of what follows: embeddings, overrides, isolates and marks. */
const STEERING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A text as it is shown: in its letters' own direction; marks and isolates, which honest right-to-left writing needs, stay. */
export const withoutOverrides = (text: string): string => text.replace(OVERRIDES, '');

/** A file's name as it is shown: its ending stands at its end, and what is written after it keeps its direction. */
export const shownName = (name: string): string => name.replace(STEERING, '');
