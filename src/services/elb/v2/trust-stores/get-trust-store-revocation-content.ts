import type {
  GetTrustStoreRevocationContentInput,
  GetTrustStoreRevocationContentOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { elbOperation } from "../elb-operation.ts";
import { needOn } from "../needs.ts";
import { findTrustStore } from "./find-trust-store.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_GetTrustStoreRevocationContent.html */
export const getTrustStoreRevocationContent = elbOperation<
  GetTrustStoreRevocationContentInput,
  GetTrustStoreRevocationContentOutput
>("GetTrustStoreRevocationContent", {
  needs: (context, action) => needOn(context, action, "trust store", context.input.TrustStoreArn),
  run: ({ input, scope }) => findTrustStore(scope, input.TrustStoreArn),
});
