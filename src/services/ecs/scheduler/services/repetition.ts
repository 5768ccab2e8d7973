/** What the event log was told of something that lasts, and when, in milliseconds since the epoch. */
type Told = { readonly message: string; readonly at: number };

/** For how long an event that says the same is left out, in milliseconds. */
export const SILENCE = 6 * 60 * 60 * 1000;

/**
 * What the event log has been told once it is told a message: the same object as `before`, and nothing is to be told,
 * where it was told that a short time ago.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages.html
 */
export const toldOnce = (before: Told | undefined, message: string, now: number): Told =>
  before?.message === message && now - before.at < SILENCE ? before : { message, at: now };
