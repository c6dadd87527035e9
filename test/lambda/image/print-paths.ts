/** Prints the paths of an image, one a line. */
import { readImage } from '../../../lambda/image/read-image.ts';

const { files } = await readImage(process.argv[2]!);
for (const { path } of files.all()) console.log(path);
