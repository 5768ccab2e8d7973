/** A security policy: which versions of TLS and which ciphers, in OpenSSL's names, the dearest first. */
export type SecurityPolicy = {
  readonly name: string;
  readonly protocols: readonly string[];
  readonly ciphers: readonly string[];
};

const VERSION_3 = ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"];
/** ChaCha20 is not among what FIPS 140 knows. */
const VERSION_3_FIPS = VERSION_3.slice(0, 2);

/** Every cipher of TLS 1.2 and before that policies name, in their order. */
const ALL = [
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-ECDSA-AES128-SHA256",
  "ECDHE-RSA-AES128-SHA256",
  "ECDHE-ECDSA-AES128-SHA",
  "ECDHE-RSA-AES128-SHA",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-AES256-SHA384",
  "ECDHE-RSA-AES256-SHA384",
  "ECDHE-RSA-AES256-SHA",
  "ECDHE-ECDSA-AES256-SHA",
  "AES128-GCM-SHA256",
  "AES128-SHA256",
  "AES128-SHA",
  "AES256-GCM-SHA384",
  "AES256-SHA256",
  "AES256-SHA",
];

const FORWARD_SECRET = ALL.filter((name) => name.startsWith("ECDHE-"));
const withoutSha1 = (names: readonly string[]): readonly string[] =>
  names.filter((name) => !name.endsWith("-SHA"));
const GCM = FORWARD_SECRET.filter((name) => name.includes("-GCM-"));

const since = (least: 0 | 1 | 2 | 3, most: 2 | 3): readonly string[] =>
  ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"].slice(least, most + 1).reverse();

const policy = (
  name: string,
  protocols: readonly string[],
  ...ciphers: readonly (readonly string[])[]
): SecurityPolicy => ({ name: `ELBSecurityPolicy-${name}`, protocols, ciphers: ciphers.flat() });

/** The policies with TLS 1.3, which come plain, for FIPS 140, and with post-quantum key exchange. */
const modern = (date: string, version3: readonly string[], infix: string): readonly SecurityPolicy[] => {
  const name = (from: string, kind = ""): string => `TLS13-${from}${kind}${infix}-${date}`;
  return [
    policy(name("1-3"), since(3, 3), version3),
    policy(name("1-2", "-Res"), since(2, 3), version3, GCM),
    policy(name("1-2"), since(2, 3), version3, withoutSha1(FORWARD_SECRET)),
    policy(name("1-2", "-Ext1"), since(2, 3), version3, withoutSha1(ALL)),
    policy(name("1-2", "-Ext2"), since(2, 3), version3, ALL),
  ];
};

/**
 * The predefined security policies of application and network load balancers.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
export const SSL_POLICIES: readonly SecurityPolicy[] = [
  policy("2016-08", since(0, 2), ALL),
  policy("2015-05", since(0, 2), ALL),
  policy("TLS-1-0-2015-04", since(0, 2), ALL, ["DES-CBC3-SHA"]),
  policy("TLS-1-1-2017-01", since(1, 2), ALL),
  policy("TLS-1-2-2017-01", since(2, 2), withoutSha1(ALL)),
  policy("TLS-1-2-Ext-2018-06", since(2, 2), ALL),
  policy("FS-2018-06", since(0, 2), FORWARD_SECRET),
  policy("FS-1-1-2019-08", since(1, 2), FORWARD_SECRET),
  policy("FS-1-2-2019-08", since(2, 2), FORWARD_SECRET),
  policy("FS-1-2-Res-2019-08", since(2, 2), withoutSha1(FORWARD_SECRET)),
  policy("FS-1-2-Res-2020-10", since(2, 2), GCM),
  ...modern("2021-06", VERSION_3, ""),
  policy("TLS13-1-1-2021-06", since(1, 3), VERSION_3, ALL),
  policy("TLS13-1-0-2021-06", since(0, 3), VERSION_3, ALL),
  ...modern("2023-04", VERSION_3_FIPS, "-FIPS"),
  policy("TLS13-1-2-Ext0-FIPS-2023-04", since(2, 3), VERSION_3_FIPS, FORWARD_SECRET),
  policy("TLS13-1-1-FIPS-2023-04", since(1, 3), VERSION_3_FIPS, ALL),
  policy("TLS13-1-0-FIPS-2023-04", since(0, 3), VERSION_3_FIPS, ALL),
  ...modern("2025-09", VERSION_3, "-PQ"),
  ...modern("2025-09", VERSION_3_FIPS, "-FIPS-PQ"),
];

const byName = new Map(SSL_POLICIES.map((each) => [each.name, each]));

/** The policy of a name; undefined when there is none. */
export const findSslPolicy = (name: string): SecurityPolicy | undefined => byName.get(name);
