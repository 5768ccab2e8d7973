import { openPlaneOf, type TestPlane } from "../../testing/test-plane.ts";
import { elbV2 } from "../service.ts";

export { ALICE, SCOPE, type TestPlane } from "../../testing/test-plane.ts";

/** Opens a {@link TestPlane} for version 2015-12-01. */
export const openTestPlane = (): Promise<TestPlane> => openPlaneOf(elbV2);
