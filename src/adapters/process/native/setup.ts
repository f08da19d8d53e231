/** What a native peer is told when it is started. */
export interface Setup {
  /** The library's path. */
  readonly library: string;
  /** It was loaded before the program began, and serves all of it. */
  readonly preloaded: boolean;
  /** How it came in, for its greeting. */
  readonly about: string;
  /** The C function for each command word that the library has. */
  readonly functions: Readonly<Record<string, string>>;
  /** The C function that tells how many bytes of a block may be used; undefined where there is none. */
  readonly usable: string | undefined;
}

/** Where the peer has its pipes: the library under test may print to its standard output. */
export const DESCRIPTORS = { commands: 3, replies: 4, control: 5 } as const;

/** The exit code of a peer that cannot load its library; the loader's message is the last that it prints. */
export const CANNOT_LOAD = 65;
