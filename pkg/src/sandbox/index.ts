// The sandbox as this package's own command line has it: Node's entry. Every runtime's entry exports the same.

export * from "../entry/sandbox-node.js";
