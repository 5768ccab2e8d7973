import { iamArn } from "../../../arn.ts";
import type { Need, NeedsContext } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { serverCertificateNotFound } from "../errors.ts";
import { firstOf } from "../first-of.ts";
import { tagRecord } from "../tags/tag-list.ts";
import { type ServerCertificateRow, serverCertificateTable } from "./table.ts";

/** The server certificate of a name; names are the same without regard to letter case. */
export const findServerCertificate = (
  state: Reader,
  accountId: string,
  name: string,
): ServerCertificateRow | undefined =>
  firstOf(state.table(serverCertificateTable).by("name", `${accountId}/${name.toLowerCase()}`));

/** The server certificate of an ARN, with its path. */
export const findServerCertificateByArn = (state: Reader, arn: string): ServerCertificateRow | undefined =>
  firstOf(state.table(serverCertificateTable).by("arn", arn));

/** The server certificate of a name. Throws NoSuchEntity. */
export const requireServerCertificate = (
  state: Reader,
  scope: { readonly accountId: string },
  name: string,
): ServerCertificateRow => {
  const row = findServerCertificate(state, scope.accountId, name);
  if (row === undefined) throw serverCertificateNotFound(name);
  return row;
};

/** The need of an action on the server certificate that the request names. */
export const onServerCertificate = (
  { input, state, scope }: NeedsContext<{ readonly ServerCertificateName: string }>,
  action: string,
): Need => {
  const row = findServerCertificate(state, scope.accountId, input.ServerCertificateName);
  return {
    action,
    resource: row?.arn ?? iamArn(scope, `server-certificate/${input.ServerCertificateName}`),
    resourceTags: tagRecord(row?.tags),
  };
};
