import type { Reservation } from "@aws-sdk/client-ec2";
import type { Reader } from "../../../state/index.ts";
import { instanceView } from "./instance-view.ts";
import type { InstanceRow } from "./table.ts";

/** One launch as the API shows it: the instances that were launched together. */
export const reservationView = (
  state: Reader,
  rows: readonly InstanceRow[],
  ownerId: string,
): Reservation => ({
  ReservationId: rows[0]?.reservationId ?? "",
  OwnerId: ownerId,
  Groups: [],
  Instances: rows.map((row) => instanceView(state, row)),
});
