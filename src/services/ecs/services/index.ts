import type { AnyOperation } from "../../../operation/index.ts";
import { createService } from "./create-service.ts";
import { deleteService } from "./delete-service.ts";
import { describeServices } from "./describe-services.ts";
import { listServices } from "./list-services.ts";
import { listServicesByNamespace } from "./list-services-by-namespace.ts";
import { updateService } from "./update-service.ts";

/** The operations on services. */
export const serviceOperations: readonly AnyOperation[] = [
  createService,
  deleteService,
  describeServices,
  listServices,
  listServicesByNamespace,
  updateService,
];
