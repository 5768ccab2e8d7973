/** Colour only on a terminal, unless the person says otherwise: https://no-color.org, https://force-color.org. */
export const wantsColor = (
  output: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>> = process.env,
): boolean => !environment["NO_COLOR"] && (output.isTTY === true || Boolean(environment["FORCE_COLOR"]));
