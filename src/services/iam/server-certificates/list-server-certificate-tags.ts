import type {
  ListServerCertificateTagsRequest,
  ListServerCertificateTagsResponse,
} from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { paged, pageMembers } from "../paging.ts";
import { onServerCertificate, requireServerCertificate } from "./find-server-certificate.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServerCertificateTags.html */
export const listServerCertificateTags = iamOperation<
  ListServerCertificateTagsRequest,
  ListServerCertificateTagsResponse
>("ListServerCertificateTags", {
  needs: onServerCertificate,
  run: ({ input, state, scope }) => {
    const { tags } = requireServerCertificate(state, scope, input.ServerCertificateName);
    const page = paged(tags, input, (tag) => tag.Key);
    return { Tags: page.items, ...pageMembers(page) };
  },
});
