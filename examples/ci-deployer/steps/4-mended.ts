import type { Voyage } from "../../shared/voyage.ts";
import { deploy } from "../deploy.ts";
import type { Story } from "../story.ts";
import { machineJoined } from "./1-set-up.ts";

/** The policy that was written from the audit is attached, and the enforced run passes from end to end. */
export const mended = async (voyage: Voyage, story: Story): Promise<void> => {
  const { harbour } = voyage;
  voyage.begin("4. With the policy that Portreeve wrote, the enforced run passes");
  const command = ["missing", "--principal", "ci-deployer", "--policy", "--resources", "family"];
  await voyage.portreeve(command, /"iam:PassRole"/);
  await voyage.call(
    harbour.root,
    "iam",
    "PutRolePolicy",
    {
      RoleName: "ci-deployer",
      PolicyName: "what-was-missing",
      PolicyDocument: await harbour.portreeveOutput(command),
    },
    { ok: true, because: "the policy is attached, just as it was printed" },
  );
  await harbour.restart("enforce");
  const since = new Date().toISOString();
  await machineJoined(voyage);
  await deploy(voyage, story, "run-3");
  await voyage.portreeve(["missing", "--since", since], /^nothing was denied/);
  await voyage.portreeve(["used", "--principal", "ci-deployer"], /never used[\s\S]*statement Services/);
};
