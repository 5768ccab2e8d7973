/** A request that no official client would write. */
export type RawRefusal = {
  readonly what: string;
  readonly service: "ecs" | "iam" | "sts" | "ec2";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  readonly status: number;
  /** Found in the answer: code and member. */
  readonly answer: RegExp;
};

const json = (what: string, operation: string, body: string, answer: RegExp): RawRefusal => ({
  what,
  service: "ecs",
  headers: {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": `AmazonEC2ContainerServiceV20141113.${operation}`,
  },
  body,
  status: 400,
  answer,
});

const form = (what: string, service: RawRefusal["service"], body: string, answer: RegExp): RawRefusal => ({
  what,
  service,
  headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
  body,
  status: 400,
  answer,
});

export const rawCases: readonly RawRefusal[] = [
  json(
    "a name that is a number",
    "CreateCluster",
    '{"clusterName":7}',
    /"SerializationException".*clusterName/,
  ),
  json("a list that is a map", "DescribeClusters", '{"clusters":{}}', /"SerializationException".*clusters/),
  json(
    "memory in words",
    "RegisterTaskDefinition",
    '{"family":"half","containerDefinitions":[{"memory":"64"}]}',
    /SerializationException.*containerDefinitions\[0\]\.memory/,
  ),
  json("half a body", "CreateCluster", '{"clusterName":"ha', /"SerializationException"/),
  json("a body of nothing but brackets", "CreateCluster", "[".repeat(100_000), /"SerializationException"/),
  json("an operation of nobody", "SinkShip", "{}", /"UnknownOperationException"/),
  json("an operation called __proto__", "__proto__", "{}", /"UnknownOperationException"/),
  {
    ...json("a target of another service", "x", "{}", /"UnknownOperationException"/),
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "Logs_20140328.PutLogEvents" },
  },
  form("an action of nobody", "iam", "Action=SinkShip&Version=2010-05-08", /<Code>InvalidAction<\/Code>/),
  form("a version of nobody", "iam", "Action=ListUsers&Version=1999-01-01", /<Code>InvalidAction<\/Code>/),
  form(
    "an action of nobody in EC2",
    "ec2",
    "Action=SinkShip&Version=2016-11-15",
    /<Code>InvalidAction<\/Code>/,
  ),
  form(
    "no name",
    "iam",
    "Action=CreateUser&Version=2010-05-08",
    /<Code>ValidationError<\/Code>[\s\S]*userName/,
  ),
  form(
    "a number in words",
    "iam",
    "Action=ListUsers&Version=2010-05-08&MaxItems=many",
    /<Code>MalformedInput<\/Code>[\s\S]*maxItems/,
  ),
  form(
    "a name with NUL",
    "iam",
    "Action=CreateUser&Version=2010-05-08&UserName=ha%00lf",
    /<Code>\w+<\/Code>[\s\S]*userName/,
  ),
  form(
    "a name of broken UTF-8",
    "iam",
    "Action=CreateUser&Version=2010-05-08&UserName=%ff",
    /<Code>MalformedQueryString<\/Code>/,
  ),
  form(
    "an unsafe action, escaped in the answer",
    "iam",
    "Action=%3Cscript%3E%26&Version=2010-05-08",
    /&lt;script&gt;&amp;/,
  ),
  {
    ...json(
      "a body above a megabyte",
      "CreateCluster",
      `{"clusterName":"${"a".repeat(1_100_000)}"}`,
      /RequestEntityTooLarge/,
    ),
    status: 413,
  },
  {
    ...form(
      "a form above a megabyte",
      "iam",
      `Action=CreateUser&Version=2010-05-08&UserName=${"a".repeat(1_100_000)}`,
      /RequestEntityTooLarge/,
    ),
    status: 413,
  },
];
