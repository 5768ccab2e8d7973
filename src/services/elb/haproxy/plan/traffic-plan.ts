/**
 * What is to be carried where, in no one's configuration language. It is made from rows, here of application and
 * network load balancers, elsewhere of Classic ones, and it is all that the configuration is made from.
 * Strings that come from the API are as they were given; whoever writes them somewhere quotes them.
 */
export type TrafficPlan = {
  readonly listeners: readonly PlannedListener[];
  /** Each once, whoever forwards to it. */
  readonly pools: readonly PlannedPool[];
};

/** `http` and `https` are routed by their requests, `tcp` and `tls` only by their port. */
export type ListenerProtocol = "http" | "https" | "tcp" | "tls";

/** A listener of a load balancer. Durations are seconds. */
export type PlannedListener = {
  /** Unique among all: an ARN, or whatever a Classic listener is known by. */
  readonly id: string;
  readonly loadBalancer: LoadBalancerReference;
  readonly protocol: ListenerProtocol;
  readonly port: number;
  /** Host names that lead here, in lower case, besides the load balancer's own. */
  readonly hosts: readonly string[];
  /** Server certificates by ARN; the first one is the default. */
  readonly certificates: readonly string[];
  readonly leastTlsVersion: "TLSv1.0" | "TLSv1.1" | "TLSv1.2" | "TLSv1.3";
  /**
   * The ciphers for TLS up to 1.2, by OpenSSL's names, the preferred one first; HAProxy's own choice when missing.
   * INVARIANT: at least one that OpenSSL has, as HAProxy refuses to start without any.
   */
  readonly ciphers?: readonly string[];
  /** What is offered in the TLS handshake, the preferred one first. */
  readonly alpn: readonly string[];
  readonly idleTimeout: number;
  /** In the order in which they are tried. */
  readonly rules: readonly PlannedRule[];
  readonly defaultAction: PlannedAction;
  readonly headers: HeaderTreatment;
  /** Why it can't carry traffic at all, when its rows ask for what there is not. */
  readonly refused?: string;
};

/** Whose listener it is. */
export type LoadBalancerReference = {
  /** An ARN, or the key of a Classic Load Balancer's row. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** In lower case, without a port. */
  readonly dnsName: string;
};

/** What a listener does to the headers of requests and answers. */
export type HeaderTreatment = {
  readonly forwardedFor: "append" | "preserve" | "remove";
  readonly forwardedForWithPort: boolean;
  readonly dropInvalid: boolean;
  /** Adds `X-Amzn-Tls-Version` and `X-Amzn-Tls-Cipher-Suite`. */
  readonly tlsVersionAndCipher: boolean;
  /** Whether answers keep their `Server` header. */
  readonly server: boolean;
  /** Set in each answer. */
  readonly answer: readonly { readonly name: string; readonly value: string }[];
};

/** How nearly all listeners treat headers. */
export const ORDINARY_HEADERS: HeaderTreatment = {
  forwardedFor: "append",
  forwardedForWithPort: false,
  dropInvalid: false,
  tlsVersionAndCipher: false,
  server: true,
  answer: [],
};

/** A rule: its action is taken when all conditions match. */
export type PlannedRule = {
  readonly id: string;
  readonly conditions: readonly PlannedCondition[];
  readonly action: PlannedAction;
  readonly transforms: readonly PlannedTransform[];
};

/** Matches when one of its values does. Values are patterns with `*` and `?`, unless `regex` holds expressions. */
export type PlannedCondition =
  | { readonly kind: "host" | "path"; readonly values: readonly string[]; readonly regex: readonly string[] }
  | {
      readonly kind: "header";
      readonly name: string;
      readonly values: readonly string[];
      readonly regex: readonly string[];
    }
  | { readonly kind: "method" | "source"; readonly values: readonly string[] }
  | { readonly kind: "query"; readonly pairs: readonly { readonly key?: string; readonly value: string }[] };

/** Replaces what `regex` finds in the host or in the path and query. */
export type PlannedTransform = {
  readonly kind: "host" | "url";
  readonly regex: string;
  /** With `$1` to `$9` for what the groups found. */
  readonly replacement: string;
};

/** What becomes of a request, or of a connection. */
export type PlannedAction =
  | {
      readonly kind: "forward";
      readonly pools: readonly { readonly id: string; readonly weight: number }[];
      /** How long a client stays with the pool it got, if it does. */
      readonly stickySeconds?: number;
    }
  | {
      readonly kind: "redirect";
      readonly status: 301 | 302;
      readonly protocol: string;
      readonly host: string;
      readonly port: string;
      readonly path: string;
      readonly query: string;
    }
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly contentType: string;
      readonly body: string;
    };

/** What requests are spread over. Durations are seconds. */
export type PlannedPool = {
  /** Unique among all: a target group's ARN, or whatever a Classic port is known by. */
  readonly id: string;
  readonly protocol: "http" | "tcp";
  /** Whether the way to the targets is encrypted. */
  readonly tls: boolean;
  /** Whether the targets are spoken to in HTTP/2. */
  readonly http2: boolean;
  readonly proxyProtocol: "none" | "v1" | "v2";
  readonly balance: "roundrobin" | "leastconn" | "random";
  readonly stickiness?: PlannedStickiness;
  readonly slowStart: number;
  readonly idleTimeout: number;
  /** Whether nobody gets anything when no target is healthy; else an unhealthy target is better than none. */
  readonly failsClosed?: true;
  /** Missing where targets are not checked. */
  readonly check?: PlannedCheck;
  readonly targets: readonly PlannedTarget[];
};

/** How a client stays with its target. */
export type PlannedStickiness =
  | { readonly kind: "balancer-cookie"; readonly name: string; readonly seconds?: number }
  | { readonly kind: "application-cookie"; readonly name: string; readonly seconds: number }
  | { readonly kind: "source"; readonly seconds: number };

/** How targets are checked. Seconds. */
export type PlannedCheck = {
  readonly protocol: "http" | "https" | "tcp" | "tls";
  /** Missing: the port that traffic goes to. */
  readonly port?: number;
  readonly path: string;
  readonly http2: boolean;
  /** Codes that mean health, from–to, both included. */
  readonly codes: readonly { readonly from: number; readonly to: number }[];
  /** The same for gRPC's own status; then `codes` are not asked. */
  readonly grpcCodes?: readonly { readonly from: number; readonly to: number }[];
  readonly interval: number;
  readonly timeout: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
};

/** A target. */
export type PlannedTarget = {
  /** Unique within its pool, for example its row's key. */
  readonly id: string;
  readonly address: string;
  readonly port: number;
  /** What was last known of its health; `new` for one that nobody has looked at yet. */
  readonly standing: Standing;
};

/** A new target gets its first request after its first passed check, an unhealthy one after so many in a row. */
export type Standing = "new" | "healthy" | "unhealthy";
