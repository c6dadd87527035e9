import { bundle } from './.lambda-container/bundle.ts';

export default bundle({
  // Packages that cannot be bundled, such as those with native code: ['sharp']. They are in the image as they are,
  // with what they depend on.
  external: [],
});
