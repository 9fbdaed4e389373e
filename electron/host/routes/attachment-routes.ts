import type { ConsoleAccess } from '#electron/host/console-access.ts';
import { visible } from '#electron/host/visible.ts';

/** Files on their way up and down. */
export function attachmentRoutes({ os, signedIn, holding }: ConsoleAccess) {
  return {
    attachments: {
      begin: os.attachments.begin.use(holding('work')).handler(async ({ input, context, errors }) => {
        await visible(context.services, context.person, input.caseId, errors);
        const begun = context.services.uploads.begin(context.sessionId, input.caseId, input.name, input.size);
        if (!begun.ok) throw errors.UPLOAD_REFUSED({ data: { fault: begun.error } });
        return begun.value;
      }),
      chunk: os.attachments.chunk.use(holding('work')).handler(({ input, context, errors }) => {
        const taken = context.services.uploads.chunk(context.sessionId, input.upload, Buffer.from(input.data, 'base64'));
        if (!taken.ok) throw errors.UPLOAD_REFUSED({ data: { fault: taken.error } });
        return taken.value;
      }),
      finish: os.attachments.finish.use(holding('work')).handler(async ({ input, context, errors }) => {
        const kept = await context.services.uploads.finish(context.sessionId, input.upload);
        if (!kept.ok) throw errors.UPLOAD_REFUSED({ data: { fault: kept.error } });
        return kept.value;
      }),
      read: os.attachments.read.use(signedIn).handler(async ({ input, context, errors }) => {
        await visible(context.services, context.person, input.caseId, errors);
        const bytes = await context.services.uploads.read(input.caseId, input.blob);
        if (!bytes) throw errors.NOT_FOUND({ data: { what: 'attachment' } });
        return { data: Buffer.from(bytes).toString('base64') };
      }),
    },
  };
}
