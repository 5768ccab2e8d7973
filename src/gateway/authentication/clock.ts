import { amzDate } from "../../signature/index.ts";
import { AuthenticationFailure } from "./failure.ts";

const minute = 60_000;

/** How far a client's clock may be from ours, in milliseconds either way. */
export const clockTolerance = 5 * minute;

const minutes = (milliseconds: number): string => `${Math.round((milliseconds / minute) * 10) / 10} min.`;

/**
 * Checks a signature's moment against ours, both in milliseconds since the epoch; `validity` is how long the
 * signature is good for. Throws AWS's sentences: https://github.com/aws/aws-sdk-js/issues/573 and
 * https://github.com/NickWaterton/Roomba980-Python/issues/118
 */
export const checkClock = (signedAt: number, now: number, validity: number = clockTolerance): void => {
  if (signedAt < now - validity)
    throw new AuthenticationFailure(
      "clock",
      `Signature expired: ${amzDate(signedAt)} is now earlier than ${amzDate(now - validity)} (${amzDate(now)} - ${minutes(validity)})`,
    );
  if (signedAt > now + clockTolerance)
    throw new AuthenticationFailure(
      "clock",
      `Signature not yet current: ${amzDate(signedAt)} is still later than ${amzDate(now + clockTolerance)} (${amzDate(now)} + ${minutes(clockTolerance)})`,
    );
};
