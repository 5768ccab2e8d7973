import { defineTable, type Reader, type Transaction } from "../../../state/index.ts";
import type { World } from "../../../world.ts";
import type { ServiceRow } from "./table.ts";

/** One line of a service's event log. */
export type ServiceEventRow = {
  readonly serviceArn: string;
  /** Counts from 0 for each service. */
  readonly sequence: number;
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly message: string;
};

/** How many events of a service are kept. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages.html */
const KEPT = 100;

/** A service has a hundred places for events; the next one takes the place of the oldest. */
export const serviceEventTable = defineTable<ServiceEventRow>()({
  name: "ecs.serviceEvents",
  key: (row) => `${row.serviceArn}/${row.sequence % KEPT}`,
  indexes: { service: (row) => row.serviceArn },
});

/** Writes events, and answers the service with their count; the caller writes that one. */
export const tellEvents = (
  state: Transaction,
  world: World,
  service: ServiceRow,
  messages: readonly string[],
): ServiceRow => {
  messages.forEach((message, index) => {
    state.table(serviceEventTable).put({
      serviceArn: service.arn,
      sequence: service.eventCount + index,
      id: world.uuid(),
      createdAt: world.now(),
      message,
    });
  });
  return messages.length === 0 ? service : { ...service, eventCount: service.eventCount + messages.length };
};

/** The events that are kept, newest first. */
export const eventsOf = (state: Reader, serviceArn: string): readonly ServiceEventRow[] =>
  [...state.table(serviceEventTable).by("service", serviceArn)].sort(
    (left, right) => right.sequence - left.sequence,
  );
