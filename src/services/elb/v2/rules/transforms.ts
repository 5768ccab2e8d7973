import type { RewriteConfig, RuleTransform } from "@aws-sdk/client-elastic-load-balancing-v2";
import { validationError } from "../errors.ts";
import { checkRegularExpression } from "./regular-expression.ts";

/** Characters of an expression and of what replaces it. */
const LONGEST = 1024;

const checkedRewrites = (type: string, rewrites: readonly RewriteConfig[] | undefined): RewriteConfig[] => {
  const [rewrite, ...more] = rewrites ?? [];
  if (rewrite === undefined || more.length > 0)
    throw validationError(`Exactly one rewrite must be specified for transforms of type '${type}'`);
  const { Regex = "", Replace = "" } = rewrite;
  checkRegularExpression(Regex, LONGEST);
  if (Replace.length > LONGEST)
    throw validationError(`The replacement of a rewrite cannot be longer than ${LONGEST} characters`);
  return [{ Regex, Replace }];
};

/**
 * The transforms of a rule: at most one of each type.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html
 *
 * @throws AwsError ValidationError
 */
export const checkedTransforms = (transforms: readonly RuleTransform[]): RuleTransform[] => {
  const types = transforms.map(({ Type }) => Type);
  if (new Set(types).size < types.length)
    throw validationError("A rule can have only one transform of each type");
  return transforms.map(({ Type, HostHeaderRewriteConfig: host, UrlRewriteConfig: url }) => {
    if (Type === "host-header-rewrite") {
      if (url !== undefined)
        throw validationError(`A URL rewrite cannot be specified for transforms of type '${Type}'`);
      return { Type, HostHeaderRewriteConfig: { Rewrites: checkedRewrites(Type, host?.Rewrites) } };
    }
    if (host !== undefined)
      throw validationError(`A host header rewrite cannot be specified for transforms of type '${Type}'`);
    return { Type, UrlRewriteConfig: { Rewrites: checkedRewrites(Type ?? "", url?.Rewrites) } };
  });
};
