import type {
  DescribeSSLPoliciesInput,
  DescribeSSLPoliciesOutput,
  SslPolicy,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { nextMarker, paged } from "../../paging.ts";
import { elbOperation } from "../elb-operation.ts";
import { sslPolicyNotFound } from "../errors.ts";
import { onEverything } from "../needs.ts";
import { findSslPolicy, type SecurityPolicy, SSL_POLICIES } from "./ssl-policies.ts";

const policyView = ({ name, protocols, ciphers }: SecurityPolicy): SslPolicy => ({
  Name: name,
  SslProtocols: [...protocols],
  Ciphers: ciphers.map((Name, index) => ({ Name, Priority: index + 1 })),
  SupportedLoadBalancerTypes: ["application", "network"],
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeSSLPolicies.html */
export const describeSslPolicies = elbOperation<DescribeSSLPoliciesInput, DescribeSSLPoliciesOutput>(
  "DescribeSSLPolicies",
  {
    needs: onEverything,
    run: ({ input }) => {
      const { Names: names = [], LoadBalancerType: type } = input;
      const missing = names.find((name) => findSslPolicy(name) === undefined);
      if (missing !== undefined) throw sslPolicyNotFound(missing);
      const found = SSL_POLICIES.filter(
        ({ name }) => type !== "gateway" && (names.length === 0 || names.includes(name)),
      );
      const page = paged(found, input, ({ name }) => name);
      return { SslPolicies: page.items.map(policyView), ...nextMarker(page) };
    },
  },
);
