import type {
  RemoveListenerCertificatesInput,
  RemoveListenerCertificatesOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { elbOperation } from "../elb-operation.ts";
import { operationNotPermitted } from "../errors.ts";
import { findListener } from "../listeners/find-listener.ts";
import { listenerTable } from "../listeners/table.ts";
import { needOn } from "../needs.ts";

/**
 * The default certificate can only be replaced; one that the listener does not have is as good as removed.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RemoveListenerCertificates.html
 */
export const removeListenerCertificates = elbOperation<
  RemoveListenerCertificatesInput,
  RemoveListenerCertificatesOutput
>("RemoveListenerCertificates", {
  needs: (context, action) => needOn(context, action, "listener", context.input.ListenerArn),
  run: ({ input, scope, state }) => {
    const row = findListener(state, scope, input.ListenerArn);
    const gone = new Set(input.Certificates.map(({ CertificateArn = "" }) => CertificateArn));
    const [standard] = row.certificateArns;
    if (standard !== undefined && gone.has(standard))
      throw operationNotPermitted(`Default certificate '${standard}' cannot be removed`);
    const certificateArns = row.certificateArns.filter((arn) => !gone.has(arn));
    state.table(listenerTable).put({ ...row, certificateArns });
    return {};
  },
});
