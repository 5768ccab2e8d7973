const guide = (page: string): string => `https://docs.aws.amazon.com/IAM/latest/UserGuide/${page}`;

/** The pages that the case tables cite. */
export const PAGES = {
  operators: guide("reference_policies_elements_condition_operators.html"),
  condition: guide("reference_policies_elements_condition.html"),
  conditionLogic: guide("reference_policies_condition-logic-multiple-context-keys-or-values.html"),
  multivalued: guide("reference_policies_condition-single-vs-multi-valued-context-keys.html"),
  variables: guide("reference_policies_variables.html"),
  version: guide("reference_policies_elements_version.html"),
  action: guide("reference_policies_elements_action.html"),
  notAction: guide("reference_policies_elements_notaction.html"),
  resource: guide("reference_policies_elements_resource.html"),
  notResource: guide("reference_policies_elements_notresource.html"),
  principal: guide("reference_policies_elements_principal.html"),
  notPrincipal: guide("reference_policies_elements_notprincipal.html"),
  effect: guide("reference_policies_elements_effect.html"),
  sid: guide("reference_policies_elements_sid.html"),
  grammar: guide("reference_policies_grammar.html"),
  evaluation: guide("reference_policies_evaluation-logic_policy-eval-denyallow.html"),
  interplay: guide("reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay.html"),
  crossAccount: guide("reference_policies_evaluation-logic-cross-account.html"),
  boundaries: guide("access_policies_boundaries.html"),
  policies: guide("access_policies.html"),
  globalKeys: guide("reference_policies_condition-keys.html"),
  accessDenied: guide("troubleshoot_access-denied.html"),
  trust: guide("id_roles_create_for-user.html"),
  scps: "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html",
  scpEvaluation:
    "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html",
  rcps: "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html",
  ecs: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security_iam_id-based-policy-examples.html",
} as const;
