import type {
  CreateTrustStoreInput,
  CreateTrustStoreOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { AwsError } from "../../../../operation/index.ts";
import { elbArn } from "../arns.ts";
import { elbOperation } from "../elb-operation.ts";
import { validationError } from "../errors.ts";
import { creationNeeds } from "../needs.ts";
import { withTags } from "../tags/tag-list.ts";

const NAME = "^([a-zA-Z0-9]+-)*[a-zA-Z0-9]+$";
const LONGEST = 32;

/**
 * A trust store is made of certificates in S3, which there is not: their object is never found.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTrustStore.html
 */
export const createTrustStore = elbOperation<CreateTrustStoreInput, CreateTrustStoreOutput>(
  "CreateTrustStore",
  {
    needs: ({ input, scope }, action) =>
      creationNeeds(
        { action, resource: elbArn(scope, `truststore/${input.Name}/*`) },
        "CreateTrustStore",
        input.Tags,
      ),
    run: ({ input: { Name: name, Tags } }) => {
      if (name.length > LONGEST || !new RegExp(NAME).test(name))
        throw validationError(
          `1 validation error detected: Value '${name.slice(0, 256)}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ${NAME}`,
        );
      withTags({}, Tags);
      throw bundleNotFound();
    },
  },
);

/** The object in S3 that certificates should come from is not there. */
const bundleNotFound = (): AwsError =>
  new AwsError("CaCertificatesBundleNotFound", "The specified CA certificates bundle could not be found.");
