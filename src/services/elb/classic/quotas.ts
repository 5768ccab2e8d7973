/** https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-limits.html */
export const QUOTAS = {
  loadBalancers: 20,
  listeners: 100,
  registeredInstances: 1000,
  /** https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/add-remove-tags.html */
  tags: 50,
  /** AWS has one and does not tell it. */
  policies: 100,
} as const;
