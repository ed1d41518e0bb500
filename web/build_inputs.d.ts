// What tools/build_web.mjs puts in the place of these names.
declare module 'chatql-module' {
  const createModule: (options: {
    locateFile: () => string;
    onAbort: () => void;
  }) => Promise<import('./module.js').ChatModule>;
  export default createModule;
}
declare module 'chatql-wasm' {
  const url: string;
  export default url;
}
