import type { InstanceRow } from "../../../ec2/index.ts";
import { addInstance } from "../../../ec2/testing/add-instance.ts";
import { openPlaneOf, SCOPE } from "../../testing/test-plane.ts";
import { elbClassic } from "../service.ts";

export { ALICE, SCOPE } from "../../testing/test-plane.ts";

/** Opens a {@link TestPlane}. */
export const openTestPlane = async () => {
  const plane = await openPlaneOf(elbClassic);
  return {
    ...plane,
    /** Puts an instance of EC2 into the state, a running one unless told otherwise. */
    instance: (given: Partial<InstanceRow> & Pick<InstanceRow, "id">) =>
      addInstance(plane.plane, { region: SCOPE.region, ...given }),
  };
};

/** A plane for version 2012-06-01. */
export type TestPlane = Awaited<ReturnType<typeof openTestPlane>>;
