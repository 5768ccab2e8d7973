import type { PlannedListener } from "../plan/traffic-plan.ts";
import { listenerName } from "./names.ts";
import { printable, quoteFormat } from "./quote.ts";

const TOKEN = /^[A-Za-z0-9-]+$/;

/** Whether the listener treats `X-Forwarded-For` as nearly all do. */
export const forwardsOrdinarily = ({ headers }: PlannedListener): boolean =>
  headers.forwardedFor === "append" && !headers.forwardedForWithPort;

/**
 * What the listener does to headers besides the ordinary.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html
 */
export const headerRules = (listener: PlannedListener, encrypted: boolean): readonly string[] => {
  const { headers } = listener;
  const here = `if { var(txn.to) -m str ${listenerName(listener.id)} }`;
  const rules: string[] = [];
  if (!forwardsOrdinarily(listener)) {
    if (headers.forwardedFor === "remove") rules.push(`http-request del-header X-Forwarded-For ${here}`);
    if (headers.forwardedFor === "append") {
      rules.push(
        `http-request add-header X-Forwarded-For '%[src]${headers.forwardedForWithPort ? ":%[src_port]" : ""}' ${here}`,
      );
    }
  }
  if (headers.dropInvalid) rules.push(`http-request del-header '[^-A-Za-z0-9]' -m reg ${here}`);
  if (headers.tlsVersionAndCipher && encrypted) {
    rules.push(
      `http-request set-header X-Amzn-Tls-Version %[ssl_fc_protocol] ${here}`,
      `http-request set-header X-Amzn-Tls-Cipher-Suite %[ssl_fc_cipher] ${here}`,
    );
  }
  const answer = headers.answer.filter(({ name, value }) => TOKEN.test(name) && printable(value) !== "");
  if (headers.server && answer.length === 0) return rules;
  const listenerIs = `if { var(txn.listener) -m str ${listenerName(listener.id)} }`;
  rules.push(`http-request set-var(txn.listener) str(${listenerName(listener.id)}) ${here}`);
  if (!headers.server) rules.push(`http-after-response del-header Server ${listenerIs}`);
  for (const { name, value } of answer) {
    rules.push(`http-after-response set-header ${name} ${quoteFormat(value)} ${listenerIs}`);
  }
  return rules;
};
