import type {
  DescribeTrustStoresInput,
  DescribeTrustStoresOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { paged } from "../../paging.ts";
import { elbOperation } from "../elb-operation.ts";
import { trustStoresNotFound } from "../errors.ts";
import { onEverything } from "../needs.ts";
import { findTrustStore } from "./find-trust-store.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTrustStores.html */
export const describeTrustStores = elbOperation<DescribeTrustStoresInput, DescribeTrustStoresOutput>(
  "DescribeTrustStores",
  {
    needs: onEverything,
    run: ({ input, scope }) => {
      for (const arn of input.TrustStoreArns ?? []) findTrustStore(scope, arn);
      if ((input.Names ?? []).length > 0) throw trustStoresNotFound();
      return { TrustStores: paged([], input, () => "").items };
    },
  },
);
