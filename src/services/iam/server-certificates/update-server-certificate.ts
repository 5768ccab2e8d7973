import type { UpdateServerCertificateRequest } from "@aws-sdk/client-iam";
import { iamArn, type Scope } from "../../../arn.ts";
import { renamedCertificateInUse, serverCertificateExists } from "../errors.ts";
import type { Given } from "../given.ts";
import { iamOperation } from "../iam-operation.ts";
import {
  findServerCertificate,
  onServerCertificate,
  requireServerCertificate,
} from "./find-server-certificate.ts";
import { type ServerCertificateRow, serverCertificateTable } from "./table.ts";

type Renaming = Pick<Given<UpdateServerCertificateRequest>, "NewServerCertificateName" | "NewPath">;

const renamed = (scope: Scope, row: ServerCertificateRow, wanted: Renaming): ServerCertificateRow => {
  const name = wanted.NewServerCertificateName ?? row.name;
  const path = wanted.NewPath ?? row.path;
  return { ...row, name, path, arn: iamArn(scope, `server-certificate${path}${name}`) };
};

/**
 * Changes a certificate's name or path; the permission is needed for what it was and for what it becomes. One that
 * is in use keeps its ARN, by which its users know it.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateServerCertificate.html
 */
export const updateServerCertificate = iamOperation<UpdateServerCertificateRequest>(
  "UpdateServerCertificate",
  {
    needs: (context, action) => {
      const { input, scope, state } = context;
      const source = onServerCertificate(context, action);
      const row = findServerCertificate(state, scope.accountId, input.ServerCertificateName);
      if (row === undefined) return source;
      const target = renamed(scope, row, input).arn;
      return target === source.resource ? source : [source, { ...source, resource: target }];
    },
    run: ({ input, state, scope, environment }) => {
      const row = requireServerCertificate(state, scope, input.ServerCertificateName);
      const changed = renamed(scope, row, input);
      const holder = findServerCertificate(state, scope.accountId, changed.name);
      if (holder !== undefined && holder.id !== row.id) throw serverCertificateExists(changed.name);
      const [user] = changed.arn === row.arn ? [] : (environment.certificateUsers?.(state, row.arn) ?? []);
      if (user !== undefined) throw renamedCertificateInUse(row.id, user);
      state.table(serverCertificateTable).put(changed);
    },
  },
);
