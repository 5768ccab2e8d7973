import { readWireShapes, type Service } from "../../operation/index.ts";
import { accountSettingOperations } from "./account-settings/index.ts";
import { agentOperations } from "./agents/index.ts";
import { attributeOperations } from "./attributes/index.ts";
import { capacityProviderOperations } from "./capacity-providers/index.ts";
import { clusterOperations } from "./clusters/index.ts";
import { containerInstanceOperations } from "./container-instances/index.ts";
import { accessDenied } from "./errors.ts";
import { serviceDeploymentOperations } from "./service-deployments/index.ts";
import { serviceOperations } from "./services/index.ts";
import { tagOperations } from "./tags/index.ts";
import { taskDefinitionOperations } from "./task-definitions/index.ts";
import { taskOperations } from "./tasks/index.ts";

/** Amazon ECS. Each noun brings its own operations. */
export const ecs: Service = {
  name: "ecs",
  protocol: { kind: "awsJson1.1", targetPrefix: "AmazonEC2ContainerServiceV20141113" },
  schemas: readWireShapes(new URL("./wire-shapes.data.json", import.meta.url)),
  operations: [
    ...clusterOperations,
    ...taskDefinitionOperations,
    ...taskOperations,
    ...containerInstanceOperations,
    ...agentOperations,
    ...attributeOperations,
    ...serviceOperations,
    ...serviceDeploymentOperations,
    ...capacityProviderOperations,
    ...tagOperations,
    ...accountSettingOperations,
  ],
  denied: accessDenied,
};
