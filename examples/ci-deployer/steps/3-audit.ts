import type { Voyage } from "../../shared/voyage.ts";
import { deploy } from "../deploy.ts";
import { LACKING, type Story } from "../story.ts";
import { machineJoined } from "./1-set-up.ts";

type Missing = readonly { readonly permissions: readonly { readonly action: string }[] }[];

/** One run in audit mode goes through from end to end and finds every permission that is missing. */
export const audit = async (voyage: Voyage, story: Story): Promise<void> => {
  const { harbour } = voyage;
  voyage.begin("3. One run in audit mode finds them all");
  await harbour.restart("audit");
  const health = await fetch(`${harbour.endpoint}/health`);
  voyage.note(
    "the control plane says in which mode it is",
    health.headers.get("x-portreeve-iam-mode") === "audit",
    await health.text(),
  );
  await machineJoined(voyage);
  await deploy(voyage, story, "run-2");
  await voyage.portreeve(["missing", "--principal", "role/ci-deployer"], /7 permissions missing/);
  const found = JSON.parse(
    await harbour.portreeveOutput(["missing", "--principal", story.deployerArn, "--json"]),
  ) as Missing;
  const actions = found.flatMap(({ permissions }) => permissions.map(({ action }) => action));
  voyage.note(
    "they are the seven that the role lacks",
    JSON.stringify(actions) === JSON.stringify(LACKING),
    actions.join("\n"),
  );
};
