import { compilePolicy, policySet } from "../../../authorization/index.ts";
import {
  type AnyOperation,
  type Authority,
  type Caller,
  type ControlPlane,
  type DecisionRecord,
  type IamMode,
  invoke,
} from "../../../operation/index.ts";
import { openMemoryStorage, openState } from "../../../state/index.ts";
import { realWorld, type World } from "../../../world.ts";
import { instanceProfileTable } from "../../iam/instance-profiles/table.ts";
import { roleTable } from "../../iam/roles/table.ts";
import { createSessionIssuer } from "../../sts/index.ts";
import { ec2 } from "../service.ts";

/** An account for tests. */
export const scope = { accountId: "123456789012", region: "us-west-2", partition: "aws" } as const;

/** A user of the account. */
export const alice: Caller = {
  principal: { type: "User", arn: "arn:aws:iam::123456789012:user/alice", accountId: scope.accountId },
  userId: "AIDAALICEALICEALICEAL",
  userName: "alice",
};

/** A control plane in memory, whose decisions are kept, and a way to call EC2 on it. */
export type TestPlane = ControlPlane & {
  readonly decisions: DecisionRecord[];
  /** Calls an operation of EC2 by its name, as alice unless told. */
  readonly call: <Output>(operation: string, input: object, caller?: Caller) => Promise<Output>;
};

/** The policy that trusts EC2 with a role. */
export const trustEc2 = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

const ADMINISTRATOR = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});

/** Everybody's one policy is `policy`; a role's trust policy counts as it does in IAM. */
export const testPlane = async (
  options: {
    readonly policy?: string | object;
    readonly world?: World;
    readonly mode?: IamMode;
    readonly endpoint?: string;
  } = {},
): Promise<TestPlane> => {
  const world = options.world ?? realWorld;
  const { policy = ADMINISTRATOR } = options;
  const text = typeof policy === "string" ? policy : JSON.stringify(policy);
  const identity = policySet([
    compilePolicy(text, { kind: "inline", name: "test", attachedTo: "user alice" }),
  ]);
  const nothing = policySet([]);
  const decisions: DecisionRecord[] = [];
  const authority: Authority = {
    mode: options.mode ?? "enforce",
    layersFor: (_state, caller, need) => ({
      identity: caller.principal.type === "Service" ? nothing : identity,
      ...(need.resourcePolicy === undefined
        ? {}
        : {
            resource: policySet([
              compilePolicy(need.resourcePolicy.document, {
                kind: need.resourcePolicy.kind,
                name: need.resourcePolicy.name,
              }),
            ]),
          }),
    }),
    principalTags: () => ({}),
    record: (record) => void decisions.push(record),
  };
  const { issueSession } = createSessionIssuer({ key: new Uint8Array(32), world });
  const state = await openState({ storage: openMemoryStorage() });
  const plane: ControlPlane = {
    state,
    world,
    authority,
    environment: { endpoint: options.endpoint ?? "http://127.0.0.1:1", issueSession },
  };
  return {
    ...plane,
    decisions,
    call: async <Output>(name: string, input: object, caller: Caller = alice) => {
      const operation = ec2.operations.find((each) => each.name === name);
      if (operation === undefined) throw new Error(`EC2 has no operation ${name}`);
      return (await invoke(plane, {
        service: ec2,
        operation: operation as AnyOperation,
        input: input as never,
        caller,
        scope,
        request: { requestId: world.uuid(), secureTransport: false },
      })) as Output;
    },
  };
};

/** Puts a role and an instance profile of the name `ecsInstanceRole` into the account. */
export const addInstanceProfile = (plane: ControlPlane, trustPolicy = trustEc2): Promise<void> =>
  plane.state.transact((state) => {
    state.table(roleTable).put({
      id: "AROAINSTANCEROLE12345",
      accountId: scope.accountId,
      name: "ecsInstanceRole",
      path: "/",
      arn: "arn:aws:iam::123456789012:role/ecsInstanceRole",
      createdAt: 0,
      maxSessionDuration: 3600,
      trustPolicy,
      trustedPrincipals: [],
      tags: [],
      attachedPolicyArns: [],
      inlinePolicies: [],
    });
    state.table(instanceProfileTable).put({
      id: "AIPAINSTANCEPROFILE12",
      accountId: scope.accountId,
      name: "ecsInstanceRole",
      path: "/",
      arn: "arn:aws:iam::123456789012:instance-profile/ecsInstanceRole",
      createdAt: 0,
      roleId: "AROAINSTANCEROLE12345",
      tags: [],
    });
  });
