import type { CreateTagsCommandInput, DeleteTagsCommandInput } from "@aws-sdk/client-ec2";
import { regionalArn, type Scope } from "../../../arn.ts";
import { type Need, operation } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { invalidParameterValue, missingParameter } from "../errors.ts";
import { refuseDryRun } from "../instances/refuse-dry-run.ts";
import { checkTags, TAG_LIMIT, tooManyTags } from "./check-tags.ts";
import { resourceTagsTable, tagsOf } from "./table.ts";
import {
  resourceTypeOf,
  type TaggableResource,
  taggableNotFound,
  taggableResource,
} from "./taggable-resources.ts";

type Tags = CreateTagsCommandInput["Tags"];

const record = (tags: Tags): Record<string, string> =>
  Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""]));

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html */
const MOST_RESOURCES = 1000;

/** Why before anything is decided: each resource is a decision of its own, with all the tags of the call. */
const requireFew = (ids: readonly string[] | undefined, tags: Tags): void => {
  if ((ids?.length ?? 0) > MOST_RESOURCES) {
    throw invalidParameterValue(`A call can name at most ${MOST_RESOURCES} resources.`);
  }
  if ((tags?.length ?? 0) > TAG_LIMIT) throw tooManyTags();
};

const tagNeeds = (
  action: string,
  ids: readonly string[] | undefined,
  state: Reader,
  scope: Scope,
  tags: Pick<Need, "requestTags">,
): Need[] =>
  (ids?.length ? ids : ["*"]).map((id) => {
    const found = taggableResource(state, scope, id);
    return {
      action,
      resource: regionalArn(scope, "ec2", `${found?.type ?? resourceTypeOf(id) ?? "*"}/${id}`),
      context: found?.context ?? { "ec2:Region": scope.region },
      resourceTags: tagsOf(state, scope, id),
      ...tags,
    };
  });

const resources = (
  state: Reader,
  scope: Scope,
  ids: readonly string[] | undefined,
): readonly TaggableResource[] => {
  if (ids === undefined || ids.length === 0) throw missingParameter("resourceIdSet");
  return [...new Set(ids)].map((id) => {
    const found = taggableResource(state, scope, id);
    if (found === undefined) throw taggableNotFound(id);
    return found;
  });
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html */
export const createTags = operation<CreateTagsCommandInput, Record<string, never>>("CreateTags", {
  needs: ({ input, scope, state }) => {
    requireFew(input.Resources, input.Tags);
    return tagNeeds("ec2:CreateTags", input.Resources, state, scope, { requestTags: record(input.Tags) });
  },
  run: ({ input, scope, state }) => {
    const found = resources(state, scope, input.Resources);
    if (input.Tags === undefined || input.Tags.length === 0) throw missingParameter("tagSet");
    const added = record(input.Tags);
    const table = state.table(resourceTagsTable);
    const rows = found.map(({ id, type }) => {
      const tags = Object.fromEntries([
        ...Object.entries(tagsOf(state, scope, id)),
        ...Object.entries(added),
      ]);
      checkTags(tags);
      return {
        accountId: scope.accountId,
        region: scope.region,
        resourceId: id,
        resourceType: type,
        tags,
      };
    });
    refuseDryRun(input);
    for (const row of rows) table.put(row);
    return {};
  },
});

/**
 * Deletes tags: all of a resource when none is named; one with a value only when it has that value.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html
 */
export const deleteTags = operation<DeleteTagsCommandInput, Record<string, never>>("DeleteTags", {
  needs: ({ input, scope, state }) => {
    requireFew(input.Resources, input.Tags);
    const tags = input.Tags === undefined ? {} : { requestTags: record(input.Tags) };
    return tagNeeds("ec2:DeleteTags", input.Resources, state, scope, tags);
  },
  run: ({ input, scope, state }) => {
    const found = resources(state, scope, input.Resources);
    refuseDryRun(input);
    const table = state.table(resourceTagsTable);
    for (const { id, type } of found) {
      const place = { accountId: scope.accountId, region: scope.region };
      const kept = Object.entries(tagsOf(state, scope, id)).filter(
        ([key, value]) =>
          input.Tags?.length &&
          !input.Tags.some((tag) => tag.Key === key && (tag.Value === undefined || tag.Value === value)),
      );
      const row = { ...place, resourceId: id, resourceType: type, tags: Object.fromEntries(kept) };
      if (kept.length === 0) table.delete(resourceTagsTable.key(row));
      else table.put(row);
    }
    return {};
  },
});
