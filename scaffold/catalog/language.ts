export interface LanguageVersion {
  readonly version: string;
  /** Official image that the build stage stands on. */
  readonly buildImage: string;
  /** Debian release of that image. */
  readonly debian: string;
}

/** What templates/languages/<id>/language.json says. The first version and base are the defaults. */
export interface Language {
  readonly id: string;
  readonly title: string;
  readonly aliases: readonly string[];
  readonly versions: readonly [LanguageVersion, ...LanguageVersion[]];
  readonly bases: readonly [string, ...string[]];
  /** Folders of templates/families that this language stands on. */
  readonly families: readonly string[];
  /** The name that Lambda is given: the CMD of the image. */
  readonly handler: string;
  readonly handlerFile: string;
  readonly testFile: string;
  /** What belongs to the user: folders (with a final slash) and files. */
  readonly userFiles: readonly string[];
}
