/** The client copies these from `proxies` in its config.json, in capital and small letters. */
const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY'];

const addedNames = ['HOSTNAME', ...proxies, ...proxies.map((name) => name.toLowerCase())];

/**
 * Lambda does not set HOME for images. But every OCI runtime does, to / for a user whom the image does not know. This is
 * the home of Lambda's user, to which ~ expands there: it does not exist, and cannot be created.
 */
const home = '/home/sbx_user1051';

/**
 * The variables that an engine or its client would add to those of an image, with the values that they have on Lambda:
 * the image's own, or undefined, which removes them.
 */
export function withoutAdded(
  imageEnv: Readonly<Record<string, string>>,
): Record<string, string | undefined> {
  return {
    ...Object.fromEntries(addedNames.map((name) => [name, imageEnv[name]])),
    HOME: imageEnv['HOME'] || home,
  };
}
