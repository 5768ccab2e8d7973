import type {
  DescribeListenerCertificatesInput,
  DescribeListenerCertificatesOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { nextMarker, paged } from "../../paging.ts";
import { elbOperation } from "../elb-operation.ts";
import { findListener } from "../listeners/find-listener.ts";
import { onEverything } from "../needs.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeListenerCertificates.html */
export const describeListenerCertificates = elbOperation<
  DescribeListenerCertificatesInput,
  DescribeListenerCertificatesOutput
>("DescribeListenerCertificates", {
  needs: onEverything,
  run: ({ input, scope, state }) => {
    const { certificateArns } = findListener(state, scope, input.ListenerArn);
    const all = certificateArns.map((CertificateArn, index) => ({ CertificateArn, IsDefault: index === 0 }));
    const page = paged(
      all,
      input,
      ({ CertificateArn, IsDefault }) => `${IsDefault ? 0 : 1} ${CertificateArn}`,
    );
    return { Certificates: page.items, ...nextMarker(page) };
  },
});
