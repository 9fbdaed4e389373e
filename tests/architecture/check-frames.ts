import { type Fault, lineAt, type Source, withoutComments } from '#tests/architecture/sources.ts';

/** The one place where a stranger's page is framed. */
const FRAME = 'renderer/features/conversation/mail-frame.tsx';

const rules: readonly { readonly form: RegExp; readonly fault: string; readonly but?: string }[] = [
  { form: /allow-(?:scripts|top-navigation[\w-]*|popups[\w-]*|forms|modals|downloads)/g, fault: 'a frame of a mail may do none of this' },
  { form: /<iframe|createElement\(\s*['"`]iframe/g, fault: `frames are made in ${FRAME} alone`, but: FRAME },
  { form: /srcdoc\b/gi, fault: 'a frame made of a string has the console’s policy' },
  {
    form: /dangerouslySetInnerHTML|\.(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|setHTMLUnsafe/g,
    fault: 'text stays text: nodes are made, not parsed',
  },
];

/** What of the program could put a stranger's HTML elsewhere than into the guarded frame, or open that frame. */
export function checkFrames({ file, text }: Source): readonly Fault[] {
  const code = withoutComments(text);
  return rules.flatMap(({ form, fault, but }) =>
    file === but ? [] : [...code.matchAll(form)].map((found) => ({ file, line: lineAt(code, found.index), fault: `${found[0]}: ${fault}` })),
  );
}
