import type { SetLoadBalancerListenerSSLCertificateInput } from "@aws-sdk/client-elastic-load-balancing";
import { classicOperation } from "../classic-operation.ts";
import { unsupportedProtocol } from "../errors.ts";
import { onLoadBalancer, requireLoadBalancer } from "../load-balancers/find-load-balancer.ts";
import { replaceListener, requireListener } from "./change-listener.ts";
import { certificateArnOf, isSecure } from "./settled-listener.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_SetLoadBalancerListenerSSLCertificate.html */
export const setLoadBalancerListenerSslCertificate =
  classicOperation<SetLoadBalancerListenerSSLCertificateInput>("SetLoadBalancerListenerSSLCertificate", {
    needs: onLoadBalancer,
    run: ({ input, scope, state }) => {
      const row = requireLoadBalancer(state, scope, input.LoadBalancerName);
      const listener = requireListener(row, input.LoadBalancerPort);
      const certificateArn = certificateArnOf(state, scope, input.SSLCertificateId);
      if (!isSecure(listener.protocol)) throw unsupportedProtocol();
      replaceListener(state, row, { ...listener, certificateArn });
      return {};
    },
  });
