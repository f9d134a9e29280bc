/** Says something in one place; throws when it cannot. */
export type Send = (message: { subject: string; body: string }) => Promise<void>;
