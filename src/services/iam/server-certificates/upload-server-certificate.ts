import type { UploadServerCertificateRequest, UploadServerCertificateResponse } from "@aws-sdk/client-iam";
import { iamArn } from "../../../arn.ts";
import { uniqueId } from "../../../ids.ts";
import { limitExceeded, serverCertificateExists } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { QUOTAS } from "../quotas.ts";
import { tagRecord, withTags } from "../tags/tag-list.ts";
import { checkedKeyPair } from "./checked-key-pair.ts";
import { findServerCertificate } from "./find-server-certificate.ts";
import { certificateMetadata, certificateTags } from "./server-certificate-shape.ts";
import { type ServerCertificateRow, serverCertificateTable } from "./table.ts";

/**
 * Takes a server certificate with its private key, which no operation ever shows.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadServerCertificate.html
 */
export const uploadServerCertificate = iamOperation<
  UploadServerCertificateRequest,
  UploadServerCertificateResponse
>("UploadServerCertificate", {
  // With tags too, AWS lists no other permission than this one.
  needs: ({ input, scope }, action) => ({
    action,
    resource: iamArn(scope, `server-certificate${input.Path ?? "/"}${input.ServerCertificateName}`),
    ...(input.Tags === undefined || input.Tags.length === 0 ? {} : { requestTags: tagRecord(input.Tags) }),
  }),
  run: ({ input, state, scope, world }) => {
    const { accountId } = scope;
    const { ServerCertificateName: name, Path: path = "/", CertificateChain } = input;
    if (findServerCertificate(state, accountId, name) !== undefined) throw serverCertificateExists(name);
    const certificates = state.table(serverCertificateTable);
    if (certificates.countBy("account", accountId) >= QUOTAS.ServerCertificatesPerAccount)
      throw limitExceeded("ServerCertificatesPerAccount", QUOTAS.ServerCertificatesPerAccount);
    const { expiresAt } = checkedKeyPair(input, world.now());
    const row: ServerCertificateRow = {
      id: uniqueId(world, "ASCA"),
      accountId,
      name,
      path,
      arn: iamArn(scope, `server-certificate${path}${name}`),
      uploadedAt: world.now(),
      expiresAt,
      certificateBody: input.CertificateBody,
      ...(CertificateChain === undefined ? {} : { certificateChain: CertificateChain }),
      privateKey: input.PrivateKey,
      tags: withTags([], input.Tags, "ServerCertificate"),
    };
    certificates.put(row);
    return { ServerCertificateMetadata: certificateMetadata(row), ...certificateTags(row) };
  },
});
