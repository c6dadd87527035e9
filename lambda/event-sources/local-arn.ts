/** Of everything on this machine, as in the ARN of a function here. */
export const region = 'us-east-1';
export const account = '012345678912';

/** The ARN of a queue, a stream or another resource that stands for one of AWS. */
export function localArn(service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}
