// What the bundler makes of imports that are not TypeScript.
declare module "*.css" {
  const sheet: string;
  export default sheet;
}

declare module "worker:*" {
  /** The address of the worker's script. */
  const url: string;
  export default url;
}
