const EPOCH_SECONDS = /^\d+$/;
const ISO_8601 =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[Tt](\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?([Zz]|[+-]\d{2}(?::?\d{2})?)?)?)?)?$/;
const LONGEST_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Reads a moment as policies write them: one of the W3C forms of ISO 8601 (https://www.w3.org/TR/NOTE-datetime),
 * or seconds since the epoch. All digits are seconds, as AWS's own parser has it, never a year. Milliseconds since
 * the epoch; undefined when `text` is neither.
 */
export const readInstant = (text: string): number | undefined => {
  const trimmed = text.trim();
  if (EPOCH_SECONDS.test(trimmed)) return Number(trimmed) * 1000;
  const match = ISO_8601.exec(trimmed);
  if (match === null) return undefined;
  const [, year, month = "01", day = "01", hour = "00", minute = "00", second = "00", fraction, zone] = match;
  const monthLength = LONGEST_MONTHS[Number(month) - 1];
  if (monthLength === undefined || Number(day) < 1 || Number(day) > monthLength) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const utc = new Date(0);
  // Date.UTC would take the years 0 to 99 for 1900 to 1999.
  utc.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  utc.setUTCHours(Number(hour), Number(minute), Number(second), Number(`0${fraction ?? ""}`) * 1000);
  return utc.getTime() - zoneOffset(zone);
};

const zoneOffset = (zone: string | undefined): number => {
  if (zone === undefined || zone.toUpperCase() === "Z") return 0;
  const digits = zone.replace(":", "").slice(1);
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || "0");
  return (zone.startsWith("-") ? -minutes : minutes) * 60_000;
};
