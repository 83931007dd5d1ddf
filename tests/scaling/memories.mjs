// Watches the memory of every WebAssembly instance that is made from here on: imported before the package.

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
