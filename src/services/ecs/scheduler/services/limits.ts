/** How many tasks a service must and may have while something is replaced. */
export type Limits = { readonly minimumHealthy: number; readonly maximum: number };

/**
 * The minimum is rounded up, the maximum down.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
 */
export const limitsOf = (
  desiredCount: number,
  percent: { readonly minimumHealthyPercent: number; readonly maximumPercent: number },
): Limits => ({
  minimumHealthy: Math.ceil((desiredCount * percent.minimumHealthyPercent) / 100),
  maximum: Math.floor((desiredCount * percent.maximumPercent) / 100),
});
