/** A value of the metadata tree: text, bytes, a folder, or a text that has to be fetched. Undefined is not there. */
export type MetadataNode = string | Buffer | undefined | MetadataFolder | (() => Promise<string | undefined>);

/** A folder: name → value. Names in the order in which they are listed. */
export type MetadataFolder = { readonly [name: string]: MetadataNode };

const isFolder = (node: MetadataNode): node is MetadataFolder =>
  typeof node === "object" && !Buffer.isBuffer(node);

/** The entries of a folder, a line each; folders end in a slash. */
const listing = (folder: MetadataFolder): string =>
  Object.entries(folder)
    .filter(([, node]) => node !== undefined)
    .map(([name, node]) => (isFolder(node) ? `${name}/` : name))
    .join("\n");

/**
 * What stands at a path below `root`; undefined when there is nothing. A folder answers its listing, with or
 * without a slash at the end.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
 */
export const readMetadata = async (
  root: MetadataFolder,
  path: string,
): Promise<string | Buffer | undefined> => {
  let node: MetadataNode = root;
  for (const name of path.split("/").filter((part) => part !== "")) {
    if (!isFolder(node) || !Object.hasOwn(node, name)) return undefined;
    node = node[name];
  }
  if (isFolder(node)) return listing(node);
  return typeof node === "function" ? node() : node;
};
