import { createLoadBalancer } from "../load-balancers/create-load-balancer.ts";
import type { TestPlane } from "./test-plane.ts";

/** The name of the load balancer that {@link createWeb} makes. */
export const WEB = "web";

/** Creates a load balancer on port 80, whose instances listen on 8080. */
export const createWeb = (plane: TestPlane) =>
  plane.call(createLoadBalancer, {
    LoadBalancerName: WEB,
    Listeners: [{ Protocol: "http", LoadBalancerPort: 80, InstancePort: 8080 }],
    AvailabilityZones: ["us-east-1a", "us-east-1b"],
    Tags: [{ Key: "team", Value: "blue" }],
  });
