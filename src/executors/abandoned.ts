/**
 * Gives back what objects hold outside JavaScript once nobody holds the objects: what is registered with one must not refer to
 * it. A net, not a plan: the collector does not know how much memory hangs on them.
 */
export const abandoned = new FinalizationRegistry<() => void>((giveBack) => {
  giveBack();
});
