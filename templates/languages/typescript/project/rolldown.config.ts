import { bundle } from './.lambda-container/bundle.ts';

export default bundle({
  // Packages that must not be bundled, since they read files of their own. They are in the image as they are, with what
  // they depend on. Those with native code, such as sharp, are found without being named.
  external: [],
});
