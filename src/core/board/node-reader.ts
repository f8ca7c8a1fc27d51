/** Port to the kernel's files, read-only, for whoever looks for devices in them. */
export interface NodeReader {
  /** Where a node is on this machine. */
  locate(node: string): string;
  /** A node's text; undefined when it cannot be read or is empty. */
  tryRead(node: string): string | undefined;
  /** A node's number; undefined when it cannot be read or is none. */
  tryNumber(node: string): number | undefined;
  /** Names in a folder, in order; none when it is not there. */
  list(folder: string): readonly string[];
  exists(node: string): boolean;
}
