import type {
  DescribeSecurityGroupsCommandInput,
  DescribeSubnetsCommandInput,
  DescribeVpcsCommandInput,
  SecurityGroup,
  Subnet as SubnetView,
  Vpc,
} from "@aws-sdk/client-ec2";
import { regionalArn, type Scope } from "../../../arn.ts";
import { type Operation, operation } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { resourceNotFound } from "../errors.ts";
import { everythingNeed } from "../instances/find-instances.ts";
import { refuseDryRun } from "../instances/refuse-dry-run.ts";
import { instanceTable } from "../instances/table.ts";
import { checkFilters, compileFilters, type FilterValues, tagFilterValues } from "../query/filters.ts";
import { type PageRequest, pageOf, refuseIdsWithPages } from "../query/pages.ts";
import { tagList, tagsOf } from "../tags/table.ts";
import { defaultVpc } from "./default-vpc.ts";

/** What a description of one kind of network resource is made of. */
type Kind<Input, View> = {
  readonly name: string;
  readonly ids: (input: Input) => readonly string[] | undefined;
  readonly idOf: (view: View) => string;
  readonly views: (scope: Scope, state: Reader) => View[];
  /** The code and the text of the error for IDs that name nothing. */
  readonly notFound: readonly [code: string, text: (id: string) => string];
  /** Filter name → the view's values. */
  readonly filters: Readonly<Record<string, (view: View) => string | undefined>>;
  readonly tags: (view: View) => Readonly<Record<string, string>>;
};

type Page<View> = { readonly items: readonly View[]; readonly NextToken?: string };
type Asked = PageRequest & {
  readonly Filters?: { Name?: string | undefined; Values?: string[] | undefined }[] | undefined;
  readonly DryRun?: boolean | undefined;
};

const describe = <Input extends Asked, View, Output>(
  kind: Kind<Input, View>,
  output: (page: Page<View>) => Output,
): Operation<Input, Output> =>
  operation<Input, Output>(kind.name, {
    needs: ({ scope }) => everythingNeed(`ec2:${kind.name}`, scope),
    run: ({ input, scope, state }) => {
      refuseDryRun(input);
      const ids = kind.ids(input);
      refuseIdsWithPages(ids, input, "ids");
      const all = kind.views(scope, state);
      const unknown = ids?.find((id) => !all.some((view) => kind.idOf(view) === id));
      const [code, text] = kind.notFound;
      if (unknown !== undefined) throw resourceNotFound(code, text(unknown));
      const values =
        (view: View): FilterValues =>
        (name) => {
          const tags = tagFilterValues(name, kind.tags(view));
          if (tags !== undefined) return tags;
          return Object.hasOwn(kind.filters, name) ? [kind.filters[name]?.(view)] : undefined;
        };
      for (const view of all.slice(0, 1)) checkFilters(input.Filters, values(view));
      const passes = compileFilters(input.Filters);
      const found = all.filter(
        (view) => (!ids?.length || ids.includes(kind.idOf(view))) && passes(values(view)),
      );
      return output(pageOf(found, input));
    },
  });

const recordOf = (tags: { Key?: string | undefined; Value?: string | undefined }[] | undefined) =>
  Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""]));

const next = (page: Page<unknown>): { NextToken?: string } =>
  page.NextToken === undefined ? {} : { NextToken: page.NextToken };

const vpcViews = (scope: Scope, state: Reader): Vpc[] => {
  const vpc = defaultVpc(scope);
  return [
    {
      VpcId: vpc.id,
      CidrBlock: vpc.cidr,
      CidrBlockAssociationSet: [
        {
          AssociationId: vpc.id.replace("vpc-", "vpc-cidr-assoc-"),
          CidrBlock: vpc.cidr,
          CidrBlockState: { State: "associated" },
        },
      ],
      DhcpOptionsId: vpc.dhcpOptionsId,
      InstanceTenancy: "default",
      IsDefault: true,
      OwnerId: scope.accountId,
      State: "available",
      Tags: tagList(tagsOf(state, scope, vpc.id)),
    },
  ];
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html */
export const describeVpcs = describe<DescribeVpcsCommandInput, Vpc, { Vpcs: Vpc[]; NextToken?: string }>(
  {
    name: "DescribeVpcs",
    ids: (input) => input.VpcIds,
    idOf: (vpc) => vpc.VpcId ?? "",
    views: vpcViews,
    notFound: ["InvalidVpcID.NotFound", (id) => `The vpc ID '${id}' does not exist`],
    tags: (vpc) => recordOf(vpc.Tags),
    filters: {
      cidr: (vpc) => vpc.CidrBlock,
      "cidr-block-association.cidr-block": (vpc) => vpc.CidrBlock,
      "dhcp-options-id": (vpc) => vpc.DhcpOptionsId,
      "is-default": (vpc) => String(vpc.IsDefault),
      isDefault: (vpc) => String(vpc.IsDefault),
      "owner-id": (vpc) => vpc.OwnerId,
      state: (vpc) => vpc.State,
      "vpc-id": (vpc) => vpc.VpcId,
    },
  },
  (page) => ({ Vpcs: [...page.items], ...next(page) }),
);

/** A /20 less the five addresses that AWS keeps, less those in use. */
const availableAddresses = (state: Reader, scope: Scope, subnetId: string): number => {
  let used = 0;
  for (const row of state.table(instanceTable).by("scope", `${scope.accountId}/${scope.region}`)) {
    if (row.subnetId === subnetId && row.state !== "terminated") used += 1;
  }
  return 4091 - used;
};

const subnetViews = (scope: Scope, state: Reader): SubnetView[] => {
  const vpc = defaultVpc(scope);
  return vpc.subnets.map((subnet) => ({
    SubnetId: subnet.id,
    SubnetArn: regionalArn(scope, "ec2", `subnet/${subnet.id}`),
    VpcId: vpc.id,
    OwnerId: scope.accountId,
    CidrBlock: subnet.cidr,
    AvailabilityZone: subnet.availabilityZone,
    AvailabilityZoneId: subnet.availabilityZoneId,
    AvailableIpAddressCount: availableAddresses(state, scope, subnet.id),
    DefaultForAz: true,
    MapPublicIpOnLaunch: false,
    AssignIpv6AddressOnCreation: false,
    EnableDns64: false,
    Ipv6Native: false,
    State: "available",
    Tags: tagList(tagsOf(state, scope, subnet.id)),
  }));
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html */
export const describeSubnets = describe<
  DescribeSubnetsCommandInput,
  SubnetView,
  { Subnets: SubnetView[]; NextToken?: string }
>(
  {
    name: "DescribeSubnets",
    ids: (input) => input.SubnetIds,
    idOf: (subnet) => subnet.SubnetId ?? "",
    views: subnetViews,
    notFound: ["InvalidSubnetID.NotFound", (id) => `The subnet ID '${id}' does not exist`],
    tags: (subnet) => recordOf(subnet.Tags),
    filters: {
      "availability-zone": (subnet) => subnet.AvailabilityZone,
      availabilityZone: (subnet) => subnet.AvailabilityZone,
      "availability-zone-id": (subnet) => subnet.AvailabilityZoneId,
      "cidr-block": (subnet) => subnet.CidrBlock,
      "default-for-az": (subnet) => String(subnet.DefaultForAz),
      defaultForAz: (subnet) => String(subnet.DefaultForAz),
      "map-public-ip-on-launch": (subnet) => String(subnet.MapPublicIpOnLaunch),
      "owner-id": (subnet) => subnet.OwnerId,
      state: (subnet) => subnet.State,
      "subnet-arn": (subnet) => subnet.SubnetArn,
      "subnet-id": (subnet) => subnet.SubnetId,
      "vpc-id": (subnet) => subnet.VpcId,
    },
  },
  (page) => ({ Subnets: [...page.items], ...next(page) }),
);

const groupViews = (scope: Scope, state: Reader): SecurityGroup[] => {
  const { id: VpcId, securityGroup } = defaultVpc(scope);
  const everything = { IpProtocol: "-1", Ipv6Ranges: [], PrefixListIds: [] };
  return [
    {
      GroupId: securityGroup.id,
      GroupName: securityGroup.name,
      Description: securityGroup.description,
      SecurityGroupArn: regionalArn(scope, "ec2", `security-group/${securityGroup.id}`),
      VpcId,
      OwnerId: scope.accountId,
      IpPermissions: [
        {
          ...everything,
          IpRanges: [],
          UserIdGroupPairs: [{ GroupId: securityGroup.id, UserId: scope.accountId }],
        },
      ],
      IpPermissionsEgress: [{ ...everything, IpRanges: [{ CidrIp: "0.0.0.0/0" }], UserIdGroupPairs: [] }],
      Tags: tagList(tagsOf(state, scope, securityGroup.id)),
    },
  ];
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html */
export const describeSecurityGroups = describe<
  DescribeSecurityGroupsCommandInput,
  SecurityGroup,
  { SecurityGroups: SecurityGroup[]; NextToken?: string }
>(
  {
    name: "DescribeSecurityGroups",
    ids: (input) => input.GroupIds,
    idOf: (group) => group.GroupId ?? "",
    views: (scope, state) => groupViews(scope, state),
    notFound: ["InvalidGroup.NotFound", (id) => `The security group '${id}' does not exist`],
    tags: (group) => recordOf(group.Tags),
    filters: {
      description: (group) => group.Description,
      "group-id": (group) => group.GroupId,
      "group-name": (group) => group.GroupName,
      "owner-id": (group) => group.OwnerId,
      "vpc-id": (group) => group.VpcId,
    },
  },
  (page) => ({ SecurityGroups: [...page.items], ...next(page) }),
);
