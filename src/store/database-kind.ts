/** What tells one of our SQLite files from any other. */
export interface DatabaseKind {
  /** For messages: `profile`. */
  readonly noun: string;
  /** Number at byte 68 of the file, by which SQLite tools know an application's own files. */
  readonly applicationId: number;
  /** Statements that lead from one schema version to the next; version n is reached after n of them. */
  readonly migrations: readonly string[];
  /** What a user types to make such a file. */
  readonly command: string;
}
