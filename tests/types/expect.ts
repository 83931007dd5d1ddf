// Holds a value to exactly one type: not to one that it is merely assignable to.

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** `exactly<Expected>()(value)` compiles only where the value's type is `Expected`. */
export function exactly<Expected>(): <Actual>(
  actual: Actual,
  ...different: Same<Actual, Expected> extends true ? [] : [never]
) => void {
  return () => undefined;
}
