import type {
  DescribeTrustStoreAssociationsInput,
  DescribeTrustStoreAssociationsOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { elbOperation } from "../elb-operation.ts";
import { onEverything } from "../needs.ts";
import { findTrustStore } from "./find-trust-store.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTrustStoreAssociations.html */
export const describeTrustStoreAssociations = elbOperation<
  DescribeTrustStoreAssociationsInput,
  DescribeTrustStoreAssociationsOutput
>("DescribeTrustStoreAssociations", {
  needs: onEverything,
  run: ({ input, scope }) => findTrustStore(scope, input.TrustStoreArn),
});
