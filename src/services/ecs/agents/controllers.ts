import type { ControlPlane } from "../../../operation/index.ts";
import { startRegistrar } from "../scheduler/load-balancers/registrar.ts";
import { startServiceScheduler } from "../scheduler/services/controller.ts";
import { startForgettingDeployments } from "../scheduler/services/forget-deployments.ts";
import { startForgettingServices } from "../scheduler/services/forget-services.ts";
import type { AgentChannels } from "./channels.ts";
import { startExpiry } from "./expire-tasks.ts";
import { startLostMachines } from "./lost-machines.ts";
import { startCredentialRefresh } from "./refresh-credentials.ts";

/** What runs until it is closed. */
export type Controllers = { readonly close: () => Promise<void> };

/** Starts the loops of ECS that move what is towards what should be. Each may be killed and started at any point. */
export const startEcsControllers = (plane: ControlPlane, channels: AgentChannels): Controllers => {
  const stops = [
    startExpiry(plane),
    startLostMachines(plane),
    startCredentialRefresh(plane, channels),
    startServiceScheduler(plane),
    startRegistrar(plane),
    startForgettingServices(plane),
    startForgettingDeployments(plane),
  ];
  return {
    close: async () => {
      for (const stop of stops) stop();
    },
  };
};
