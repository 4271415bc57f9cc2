// What esbuild turns into a string or a side effect.
declare module "*.ftl" {
  const source: string;
  export default source;
}
declare module "*.css";
declare module "*.svg" {
  const url: string;
  export default url;
}
