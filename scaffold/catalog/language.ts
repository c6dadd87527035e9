export interface LanguageVersion {
  readonly version: string;
  /** Official image of the build stage. */
  readonly buildImage: string;
  /** Debian release of that image. */
  readonly debian: string;
}

/** How the handler of a function is called in the language. Strings with tokens: see plan/tokens.ts. */
export interface FunctionNames {
  /** What stands for `__path__` in the paths of its files. */
  readonly path: string;
  /** What stands for `__module__`. */
  readonly module: string;
}

/** What depends on the style of a project, besides its files. */
export interface LanguageStyle {
  readonly function: {
    /** The function that the project was made with; it has the names that a project of one module has. */
    readonly first: FunctionNames;
    /** Missing where a project of this style has one function only. */
    readonly further?: FunctionNames | undefined;
    /** The name that Lambda is given: the CMD of the image. */
    readonly handler: string;
    readonly handlerFile: string;
    readonly testFile: string;
  };
  /** Files of the project that belong to the user, besides those of its functions; a directory ends in a slash. */
  readonly userFiles: readonly string[];
  /** Commands in the project that fail if its formatter, linter, compiler or tests have anything to say. */
  readonly silentCommands: readonly string[];
  /** How `lambda-container dev` takes over a change. Without it, the image is built again. */
  readonly reload?: Reload | undefined;
}

/** What is done in a container of the build stage, instead of building the image again. */
export interface Reload {
  /** Whether the image has the files of the project in /var/task as they are. */
  readonly isCopied: boolean;
  /** The directories of the image that it updates. In the build stage, they are in /rootfs. */
  readonly directories: readonly [string, ...string[]];
  /** Of sh, in /src, with the changed files there. It runs when the container starts, too, and so can fill caches. */
  readonly command: string;
  /**
   * Whether the command is started ahead of the next change, to load what it needs. It gets a line on its standard input as soon
   * as the changed files are there, or none if it is to end.
   */
  readonly isStartedAhead?: boolean | undefined;
  /** A file of the project that the command needs. Projects of older versions lack it. */
  readonly needs?: string | undefined;
  /** Files whose change needs a new image, besides the Dockerfile and its like: patterns of .dockerignore. */
  readonly except: readonly string[];
}

/**
 * What templates/languages/<id>/language.json says. The first version and base are the defaults. What it says itself
 * of a style is said of `project`, the one that every language has.
 */
export interface Language extends LanguageStyle {
  readonly id: string;
  readonly title: string;
  readonly aliases: readonly string[];
  readonly versions: readonly [LanguageVersion, ...LanguageVersion[]];
  readonly bases: readonly [string, ...string[]];
  /** Directories of templates/families that this language belongs to. */
  readonly families: readonly string[];
  /**
   * What lists the packages of a project, and is edited by the package manager of the language. Where the user has done that,
   * the commands of the parts `packages` add what a function needs.
   */
  readonly packages?: { readonly manifest: string; readonly lock: string } | undefined;
  /** The largest compressed image on each base, in MB: tests hold it. */
  readonly sizeLimits: Readonly<Record<string, number>>;
  /** The other styles, by their ids. */
  readonly styles?: Readonly<Record<string, LanguageStyle>> | undefined;
}
