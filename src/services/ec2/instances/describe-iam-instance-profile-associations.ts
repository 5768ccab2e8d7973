import type {
  DescribeIamInstanceProfileAssociationsCommandInput,
  DescribeIamInstanceProfileAssociationsCommandOutput,
  IamInstanceProfileAssociation,
} from "@aws-sdk/client-ec2";
import { operation } from "../../../operation/index.ts";
import { resourceNotFound } from "../errors.ts";
import { checkFilters, compileFilters, type FilterValues } from "../query/filters.ts";
import { pageOf, refuseIdsWithPages } from "../query/pages.ts";
import { everythingNeed } from "./find-instances.ts";
import { type InstanceRow, instanceTable } from "./table.ts";

/** An association lives as long as its instance. */
const associationView = (row: InstanceRow): IamInstanceProfileAssociation | undefined =>
  row.instanceProfile === undefined || row.state === "terminated"
    ? undefined
    : {
        AssociationId: row.instanceProfile.associationId,
        InstanceId: row.id,
        IamInstanceProfile: { Arn: row.instanceProfile.arn, Id: row.instanceProfile.id },
        State: row.state === "shutting-down" ? "disassociating" : "associated",
      };

const filterValues =
  (association: IamInstanceProfileAssociation): FilterValues =>
  (name) => {
    if (name === "instance-id") return [association.InstanceId];
    return name === "state" ? [association.State] : undefined;
  };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeIamInstanceProfileAssociations.html */
export const describeIamInstanceProfileAssociations = operation<
  DescribeIamInstanceProfileAssociationsCommandInput,
  Omit<DescribeIamInstanceProfileAssociationsCommandOutput, "$metadata">
>("DescribeIamInstanceProfileAssociations", {
  needs: ({ scope }) => everythingNeed("ec2:DescribeIamInstanceProfileAssociations", scope),
  run: ({ input, scope, state }) => {
    refuseIdsWithPages(input.AssociationIds, input, "associationIds");
    checkFilters(input.Filters, filterValues({}));
    const passes = compileFilters(input.Filters);
    const all = [...state.table(instanceTable).by("scope", `${scope.accountId}/${scope.region}`)]
      .map(associationView)
      .filter((association) => association !== undefined);
    for (const id of input.AssociationIds ?? []) {
      if (!all.some((association) => association.AssociationId === id)) {
        throw resourceNotFound(
          "InvalidAssociationID.NotFound",
          `An invalid association-id of '${id}' was given`,
        );
      }
    }
    const asked = input.AssociationIds?.length
      ? all.filter(({ AssociationId }) => input.AssociationIds?.includes(AssociationId ?? ""))
      : all;
    const { items, NextToken } = pageOf(
      asked.filter((association) => passes(filterValues(association))),
      input,
    );
    return {
      IamInstanceProfileAssociations: [...items],
      ...(NextToken === undefined ? {} : { NextToken }),
    };
  },
});
