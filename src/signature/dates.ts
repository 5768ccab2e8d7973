/**
 * A moment as `X-Amz-Date` writes it (`20150830T123600Z`); its first eight characters are the credential
 * scope's date. Takes a Date or milliseconds since the epoch.
 */
export const amzDate = (date: Date | number): string => {
  const iso = new Date(date).toISOString();
  return `${iso.slice(0, 4)}${iso.slice(5, 7)}${iso.slice(8, 13)}${iso.slice(14, 16)}${iso.slice(17, 19)}Z`;
};

const pattern = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** Milliseconds since the epoch of an `X-Amz-Date` text, or undefined if it is not one. */
export const parseAmzDate = (text: string): number | undefined => {
  const parts = pattern.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const moment = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // Why compare: Date.parse rolls 31 February over into March instead of refusing it.
  return Number.isNaN(moment) || amzDate(moment) !== text ? undefined : moment;
};
