import { z } from 'zod';

/** The languages of the console; every string of the product exists in both. */
export const language = z.enum(['zh-CN', 'en']);
export type Language = z.infer<typeof language>;

/** A name that an administrator gives in both languages. */
export const localized = z.object({ 'zh-CN': z.string().min(1).max(200), en: z.string().min(1).max(200) });
export type Localized = z.infer<typeof localized>;
