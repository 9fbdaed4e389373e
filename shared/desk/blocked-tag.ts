/**
 * The tag on a chat's case that keeps its visitor from writing. A tag, and no command of its own: whoever may work on a
 * case sets it and takes it away where tags are set, it is on record with who did it, and every host goes by it.
 */
export const BLOCKED_TAG = 'chat-blocked';
