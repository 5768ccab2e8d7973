import type { AnyOperation } from "../../../operation/index.ts";
import { describeServices } from "./describe-services.ts";
import { listServices } from "./list-services.ts";

/** The operations on services. */
export const serviceOperations: readonly AnyOperation[] = [describeServices, listServices];
