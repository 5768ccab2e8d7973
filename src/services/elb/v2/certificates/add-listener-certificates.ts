import type {
  AddListenerCertificatesInput,
  AddListenerCertificatesOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { elbOperation } from "../elb-operation.ts";
import { tooMany, validationError } from "../errors.ts";
import { findListener } from "../listeners/find-listener.ts";
import { isSecure } from "../listeners/protocols.ts";
import { listenerTable } from "../listeners/table.ts";
import { needOn } from "../needs.ts";
import { checkCertificate } from "./known-certificate.ts";

/** Of a load balancer, default certificates not counted. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MOST_CERTIFICATES = 25;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AddListenerCertificates.html */
export const addListenerCertificates = elbOperation<
  AddListenerCertificatesInput,
  AddListenerCertificatesOutput
>("AddListenerCertificates", {
  needs: (context, action) => needOn(context, action, "listener", context.input.ListenerArn),
  run: ({ input, scope, state }) => {
    const row = findListener(state, scope, input.ListenerArn);
    if (!isSecure(row.protocol))
      throw validationError(`Certificates cannot be specified for ${row.protocol} listeners`);
    if (input.Certificates.length === 0) throw validationError("At least one certificate must be specified");
    const added = input.Certificates.map(({ CertificateArn: arn = "", IsDefault }) => {
      if (IsDefault !== undefined)
        throw validationError("You cannot specify whether a certificate is the default certificate");
      checkCertificate(state, scope, arn);
      return arn;
    });
    const certificateArns = [...new Set([...row.certificateArns, ...added])];
    if (certificateArns.length - 1 > MOST_CERTIFICATES)
      throw tooMany("TooManyCertificates", `certificates of listener '${row.arn}'`, MOST_CERTIFICATES);
    state.table(listenerTable).put({ ...row, certificateArns });
    return {
      Certificates: added.map((CertificateArn) => ({
        CertificateArn,
        IsDefault: CertificateArn === certificateArns[0],
      })),
    };
  },
});
