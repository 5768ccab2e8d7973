import { at } from "../../shared/clients/client.ts";
import { policy } from "../../shared/policies.ts";
import type { Voyage } from "../../shared/voyage.ts";
import { forbidden, type Story } from "../story.ts";

/** A policy on the user, one on her group, and a deny that wins over both. */
export const policies = async (voyage: Voyage, story: Story): Promise<void> => {
  const { root } = voyage.harbour;
  const { alice } = story;
  voyage.begin("3. A policy allows, the group's policy allows, an explicit deny wins");
  const done = (because: string) => ({ ok: true as const, because });
  await voyage.call(
    root,
    "iam",
    "PutUserPolicy",
    {
      UserName: "alice",
      PolicyName: "list",
      PolicyDocument: policy({ Sid: "List", Effect: "Allow", Action: "ecs:ListClusters", Resource: "*" }),
    },
    done("alice may list clusters"),
  );
  await voyage.call(
    alice,
    "ecs",
    "ListClusters",
    {},
    {
      ok: true,
      because: "alice lists the clusters",
      check: (output) => JSON.stringify(at(output, "clusterArns")).includes(story.clusterArn),
    },
  );
  await voyage.call(root, "iam", "CreateGroup", { GroupName: "crew" }, done("a group"));
  await voyage.call(
    root,
    "iam",
    "PutGroupPolicy",
    {
      GroupName: "crew",
      PolicyName: "look",
      PolicyDocument: policy({
        Sid: "Look",
        Effect: "Allow",
        Action: "ecs:DescribeClusters",
        Resource: story.clusterArn,
      }),
    },
    done("the group may describe one cluster"),
  );
  await voyage.call(
    root,
    "iam",
    "AddUserToGroup",
    { GroupName: "crew", UserName: "alice" },
    done("alice joins"),
  );
  await voyage.call(
    alice,
    "ecs",
    "DescribeClusters",
    { clusters: ["harbour"] },
    {
      ok: true,
      because: "alice describes the cluster by right of her group",
      check: (output) => at(output, "clusters", 0, "clusterName") === "harbour",
    },
  );
  await denied(voyage, story);
};

const denied = async (voyage: Voyage, story: Story): Promise<void> => {
  const { root } = voyage.harbour;
  const { alice } = story;
  const name = { UserName: "alice", PolicyName: "nothing" };
  await voyage.call(
    root,
    "iam",
    "PutUserPolicy",
    { ...name, PolicyDocument: policy({ Sid: "NoMore", Effect: "Deny", Action: "ecs:*", Resource: "*" }) },
    { ok: true, because: "an explicit deny" },
  );
  await voyage.call(
    alice,
    "ecs",
    "ListClusters",
    {},
    {
      refused: "AccessDeniedException",
      status: 400,
      message: forbidden(story.aliceArn, "ecs:ListClusters", "*"),
    },
  );
  await voyage.portreeve(["explain", "--last"], /NoMore/);
  await voyage.call(
    alice,
    "ecs",
    "DescribeClusters",
    { clusters: ["harbour"] },
    {
      refused: "AccessDeniedException",
      status: 400,
      message: forbidden(story.aliceArn, "ecs:DescribeClusters", story.clusterArn),
    },
  );
  await voyage.call(root, "iam", "DeleteUserPolicy", name, { ok: true, because: "the deny is gone" });
};
