import { type Fault, lineAt, type Source, withoutComments } from '#tests/architecture/sources.ts';

/** Attributes whose value people see or hear. */
const attribute =
  /\b(?:aria-label|aria-description|aria-placeholder|aria-roledescription|aria-valuetext|title|placeholder|label|alt|description|nothingFound)=(?:"(?<plain>[^"]*\p{L}[^"]*)"|\{\s*(?:'(?<quoted>[^']*\p{L}[^']*)'|`(?<template>[^`$]*\p{L}[^`]*)`))/gu;

/** Text between a tag's end and the next tag or brace; code between two signs of comparison has one of the excluded characters. */
const between = /(?<![=\s<>-])>(?<text>[^<>{}()=;|&]*\p{L}[^<>{}()=;|&]*)(?=<\/|<[A-Za-z]|\{)/gu;

/** A text given to a message to the person, such as a notification's title. */
const option = /\b(?:message|title|label|placeholder):\s*'(?<text>[^']*\p{L}[^']*\s[^']*)'/gu;

/** Texts for people written into a component instead of the catalogues. Heuristic: lint's noJsxLiterals reads the JSX exactly. */
export function checkScreenTexts({ file, text }: Source): readonly Fault[] {
  const code = withoutComments(text);
  const patterns = file.endsWith('.tsx') ? [attribute, between, option] : [option];
  return patterns.flatMap((pattern) =>
    [...code.matchAll(pattern)].map(({ index, groups = {} }) => {
      const found = Object.values(groups).find((value) => value !== undefined) ?? '';
      return { file, line: lineAt(code, index), fault: `"${found.trim()}" belongs in the catalogues` };
    }),
  );
}
