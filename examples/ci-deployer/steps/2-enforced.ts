import type { Voyage } from "../../shared/voyage.ts";
import { assumeRole, register } from "../deploy.ts";
import type { Story } from "../story.ts";

/** As against AWS itself: the run ends at the first permission that is missing, and says nothing of the others. */
export const enforced = async (voyage: Voyage, story: Story): Promise<void> => {
  voyage.begin("2. Enforced, the deployment breaks off at the first permission that is missing");
  const deployer = await assumeRole(voyage, story, "run-1");
  await register(voyage, story, deployer, {
    refused: "AccessDeniedException",
    message:
      /^User: arn:aws:sts::\d+:assumed-role\/ci-deployer\/run-1 is not authorized to perform: iam:PassRole on resource: arn:aws:iam::\d+:role\/webTaskRole because no identity-based policy allows the iam:PassRole action$/,
  });
};
