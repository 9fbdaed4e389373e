/** What passes for an e-mail address and for a phone number in a form: whether somebody answers there, only an answer shows. */
export const EMAIL = /^[^\s@<>,;]{1,64}@[^\s@<>,;]{1,180}\.[^\s@<>,;.]{2,}$/;
export const PHONE = /^\+?[\d ()./-]{5,40}$/;
