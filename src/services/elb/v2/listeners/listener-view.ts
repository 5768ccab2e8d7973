import type { Listener } from "@aws-sdk/client-elastic-load-balancing-v2";
import { isSecure } from "./protocols.ts";
import type { ListenerRow } from "./table.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Listener.html */
export const listenerView = (row: ListenerRow): Listener => ({
  ListenerArn: row.arn,
  LoadBalancerArn: row.loadBalancerArn,
  Port: row.port,
  Protocol: row.protocol as Listener["Protocol"],
  // Only the default certificate is shown here; DescribeListenerCertificates shows them all.
  ...(isSecure(row.protocol)
    ? { Certificates: row.certificateArns.slice(0, 1).map((CertificateArn) => ({ CertificateArn })) }
    : {}),
  SslPolicy: row.sslPolicy,
  DefaultActions: [...row.defaultActions],
  ...(row.alpnPolicy === undefined ? {} : { AlpnPolicy: [...row.alpnPolicy] }),
  MutualAuthentication: row.mutualAuthentication,
});
