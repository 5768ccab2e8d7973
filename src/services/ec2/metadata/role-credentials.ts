import type { AssumeRoleCommandInput, AssumeRoleCommandOutput } from "@aws-sdk/client-sts";
import { partitionOfRegion, regionalArn } from "../../../arn.ts";
import { AwsError, type ControlPlane, invoke, type Operation } from "../../../operation/index.ts";
import { instanceProfileTable } from "../../iam/instance-profiles/table.ts";
import { type RoleRow, roleTable } from "../../iam/roles/table.ts";
import { serviceCaller, sts } from "../../sts/index.ts";
import type { InstanceRow } from "../instances/table.ts";

/** Which version of the metadata service handed the credentials out: `ec2:RoleDelivery`. */
export type RoleDelivery = "1.0" | "2.0";

/** The credentials of the instance's role, in the JSON that the metadata service serves. */
export type RoleCredentials = {
  /** The role of the instance's profile as it is now; undefined without one. */
  readonly roleOf: (row: InstanceRow) => RoleRow | undefined;
  /** The credentials as text, or the JSON that says why there are none. */
  readonly credentialsOf: (row: InstanceRow, delivery: RoleDelivery) => Promise<string>;
  /** Forgets what was kept of an instance. */
  readonly forget: (instanceId: string) => void;
};

/** Sessions of instance roles last six hours, whatever the role's maximum is. */
const SESSION_LIFE = 6 * 3_600_000;

/** New credentials are there an hour before the old ones expire: AWS promises five minutes. */
const EARLY = 3_600_000;

type Kept = { readonly roleId: string; readonly text: string; readonly expiration: number };

const iso = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

const assumeRole = (): Operation<AssumeRoleCommandInput, Omit<AssumeRoleCommandOutput, "$metadata">> => {
  const found = sts.operations.find(({ name }) => name === "AssumeRole");
  if (found === undefined) throw new Error("STS has no AssumeRole");
  // INVARIANT: the operation of this name takes and gives what the API says.
  return found as unknown as ReturnType<typeof assumeRole>;
};

/**
 * Credentials made by AssumeRole as ec2.amazonaws.com, decided by the role's trust policy and recorded as any
 * other call. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html
 */
export const createRoleCredentials = (plane: ControlPlane): RoleCredentials => {
  const kept = new Map<string, Kept>();

  const roleOf = (row: InstanceRow): RoleRow | undefined => {
    if (row.instanceProfile === undefined) return undefined;
    const profile = plane.state.table(instanceProfileTable).get(row.instanceProfile.id);
    return profile?.roleId === undefined ? undefined : plane.state.table(roleTable).get(profile.roleId);
  };

  const assume = async (row: InstanceRow, role: RoleRow, delivery: RoleDelivery): Promise<Kept> => {
    const scope = { accountId: row.accountId, region: row.region, partition: partitionOfRegion(row.region) };
    const instanceArn = regionalArn(scope, "ec2", `instance/${row.id}`);
    const now = plane.world.now();
    const { issueSession } = plane.environment;
    const environment = {
      ...plane.environment,
      // What EC2 adds to the sessions of its instances' roles: their length, and where they are used from.
      issueSession: (grant: Parameters<typeof issueSession>[0]) =>
        issueSession({
          ...grant,
          session: {
            ...grant.session,
            expiresAt: now + SESSION_LIFE,
            context: {
              ...grant.session.context,
              "ec2:SourceInstanceARN": instanceArn,
              "ec2:RoleDelivery": delivery,
              "aws:Ec2InstanceSourceVpc": row.vpcId,
              "aws:Ec2InstanceSourcePrivateIPv4": row.privateIpAddress,
            },
          },
        }),
    };
    const { Credentials: made } = await invoke(
      { ...plane, environment },
      {
        service: sts,
        operation: assumeRole(),
        input: { RoleArn: role.arn, RoleSessionName: row.id },
        caller: serviceCaller("ec2.amazonaws.com", row.accountId, instanceArn),
        scope,
        request: { requestId: plane.world.uuid(), secureTransport: true },
      },
    );
    const text = JSON.stringify(
      {
        Code: "Success",
        LastUpdated: iso(now),
        Type: "AWS-HMAC",
        AccessKeyId: made?.AccessKeyId,
        SecretAccessKey: made?.SecretAccessKey,
        Token: made?.SessionToken,
        Expiration: iso(now + SESSION_LIFE),
      },
      undefined,
      2,
    );
    return { roleId: role.id, text, expiration: now + SESSION_LIFE };
  };

  const refusal = (role: RoleRow, error: unknown): string =>
    JSON.stringify(
      {
        Code: error instanceof AwsError ? "AssumeRoleUnauthorizedAccess" : "AssumeRoleServiceUnavailable",
        Message: `EC2 cannot assume the role ${role.name}. Please see documentation at https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html#troubleshoot_iam-ec2_errors-info-doc.`,
        LastUpdated: iso(plane.world.now()),
      },
      undefined,
      2,
    );

  return {
    roleOf,
    credentialsOf: async (row, delivery) => {
      const role = roleOf(row);
      if (role === undefined) return "";
      const name = `${row.id}/${delivery}`;
      const found = kept.get(name);
      const ours = found?.roleId === role.id ? found : undefined;
      const now = plane.world.now();
      if (ours !== undefined && ours.expiration - EARLY > now) return ours.text;
      try {
        const made = await assume(row, role, delivery);
        kept.set(name, made);
        return made.text;
      } catch (error) {
        return ours !== undefined && ours.expiration > now ? ours.text : refusal(role, error);
      }
    },
    forget: (instanceId) => {
      kept.delete(`${instanceId}/1.0`);
      kept.delete(`${instanceId}/2.0`);
    },
  };
};
