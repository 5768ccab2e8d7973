/** A moment as IAM answers it: whole seconds. */
export const wireDate = (milliseconds: number): Date => new Date(Math.floor(milliseconds / 1000) * 1000);
