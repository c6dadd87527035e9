/** For a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The same invocation by the AWS CLI. */
export function awsCommand(url: string, functionName: string, event: string): string {
  return [
    'AWS_ACCESS_KEY_ID=dev AWS_SECRET_ACCESS_KEY=dev AWS_REGION=us-east-1 aws lambda invoke',
    `--endpoint-url ${quoted(url)} --function-name ${quoted(functionName)}`,
    `--cli-binary-format raw-in-base64-out --payload ${quoted(event)} /dev/stdout`,
  ].join(' ');
}

/** The same invocation by curl. */
export function curlCommand(url: string, functionName: string, event: string): string {
  const path = `/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`;
  return `curl ${quoted(`${url}${path}`)} --data-binary ${quoted(event)}`;
}
