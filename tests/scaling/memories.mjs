// Watches the memory of every instance that is made by `new WebAssembly.Instance`, as the package's is in Node and the
// sandbox's is not. Imported before the package.

const memories = [];
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(target, given) {
    const instance = Reflect.construct(target, given, target);
    if (instance.exports.memory) memories.push(instance.exports.memory);
    return instance;
  },
});

/** MiB of all of them. */
export const memoryMiB = () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0) / 1024 / 1024;
