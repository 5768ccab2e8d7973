import type {
  ListServiceDeploymentsRequest,
  ListServiceDeploymentsResponse,
  ServiceDeploymentBrief,
} from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { activeCluster } from "../cluster-reference.ts";
import { requireEachOneOf } from "../enumeration.ts";
import { page } from "../paging.ts";
import { knownService, serviceNeed } from "../services/known-service.ts";
import { type ServiceDeploymentRow, serviceDeploymentTable } from "./table.ts";

const STATUSES = [
  "PENDING",
  "SUCCESSFUL",
  "STOPPED",
  "STOP_REQUESTED",
  "IN_PROGRESS",
  "ROLLBACK_REQUESTED",
  "ROLLBACK_IN_PROGRESS",
  "ROLLBACK_SUCCESSFUL",
  "ROLLBACK_FAILED",
] as const;

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeploymentBrief.html */
const brief = (row: ServiceDeploymentRow): ServiceDeploymentBrief => ({
  serviceDeploymentArn: row.arn,
  serviceArn: row.serviceArn,
  clusterArn: row.clusterArn,
  startedAt: new Date(row.startedAt),
  createdAt: new Date(row.createdAt),
  ...(row.finishedAt === undefined ? {} : { finishedAt: new Date(row.finishedAt) }),
  targetServiceRevisionArn: row.targetRevisionArn,
  status: row.status,
  ...(row.statusReason === undefined ? {} : { statusReason: row.statusReason }),
});

/** Newest first, and unique. */
const sortKey = ({ createdAt, arn }: ServiceDeploymentRow): string =>
  `${String(createdAt).padStart(16, "0")}/${arn}`;

/**
 * ListServiceDeployments, newest first.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListServiceDeployments.html
 */
export const listServiceDeployments = operation<
  ListServiceDeploymentsRequest,
  ListServiceDeploymentsResponse
>("ListServiceDeployments", {
  needs: ({ input, scope, state }) => serviceNeed(state, scope, "ecs:ListServiceDeployments", input),
  run: ({ input, scope, state }) => {
    const cluster = activeCluster(state, scope, input.cluster);
    const service = knownService(state, scope, cluster.arn, input.service);
    const wanted = requireEachOneOf("status", input.status, STATUSES);
    const after = input.createdAt?.after?.getTime() ?? Number.NEGATIVE_INFINITY;
    const before = input.createdAt?.before?.getTime() ?? Number.POSITIVE_INFINITY;
    const rows = [...state.table(serviceDeploymentTable).by("service", service.arn)].filter(
      ({ status, createdAt }) =>
        createdAt > after && createdAt < before && (wanted.size === 0 || wanted.has(status as never)),
    );
    const { items, nextToken } = page({
      items: rows,
      sortKey,
      descending: true,
      maxResults: input.maxResults,
      nextToken: input.nextToken,
      usual: 20,
      list: ["ListServiceDeployments", service.arn, [...wanted].sort().join(), String(after), String(before)],
    });
    return {
      serviceDeployments: items.map(brief),
      ...(nextToken === undefined ? {} : { nextToken }),
    };
  },
});
