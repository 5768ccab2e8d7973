import type { ControlPlane } from "../../../operation/index.ts";
import type { InstanceHost } from "../instance-host/instance-host.ts";
import { instanceTable } from "../instances/table.ts";
import { createMetadataServices } from "../metadata/metadata-services.ts";
import { createConsoleWriter } from "./console-writer.ts";
import { forgetTerminated } from "./forget-terminated.ts";
import { createInstanceController } from "./instance-controller.ts";

/** The running controllers of EC2. */
export type Ec2Controllers = {
  /** Resolves when no instance is on its way from one state to another. */
  readonly settled: () => Promise<void>;
  /** Ends the controllers and the metadata services; instances stay in the state they are in. */
  readonly close: () => Promise<void>;
};

/** How the controllers are set up. */
export type Ec2ControllerOptions = {
  readonly plane: ControlPlane;
  readonly host: InstanceHost;
  /** The address that metadata services listen on; 127.0.0.1 unless told. */
  readonly metadataHost?: string;
  /** What the operator should know; no secrets. */
  readonly logger?: (line: string) => void;
};

/**
 * Makes instances real: boots those that should run, also after a restart of the control plane, and halts those
 * that should not. A container instance of a machine that is `shutting-down` or `terminated` is the ECS room's
 * to deregister: it sees the change of the row.
 */
export const startEc2Controllers = (options: Ec2ControllerOptions): Ec2Controllers => {
  const { plane, host } = options;
  const { state, world } = plane;
  const metadata = createMetadataServices(plane, { host: options.metadataHost });
  const console = createConsoleWriter(state, world);
  host.onConsole(console.write);
  const controller = createInstanceController({
    plane,
    host,
    metadata,
    console,
    logger: options.logger ?? (() => {}),
  });
  const unsubscribe = state.subscribe(instanceTable, ({ key, after }) => {
    if (after !== undefined && after.state !== "terminated" && after.state !== "stopped") {
      controller.reconcile(key);
    }
  });
  const stopForgetting = forgetTerminated(state, world);
  for (const row of state.table(instanceTable).all()) controller.reconcile(row.id);
  return {
    settled: controller.settled,
    close: async () => {
      unsubscribe();
      stopForgetting();
      controller.close();
      await metadata.closeAll();
      await console.close();
    },
  };
};
