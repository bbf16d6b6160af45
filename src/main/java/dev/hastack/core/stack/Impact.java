package dev.hastack.core.stack;

/**
 * What changing an attribute does to what runs, from nothing to a new resource. The order counts.
 */
public enum Impact {
  /** Changed without any effect on what runs, such as a tag. */
  IGNORED,
  /** Takes effect in place. */
  IN_PLACE,
  /** Takes effect in place, and whoever goes on to use it as before fails from then on. */
  BREAKING,
  /** Restarts something that serves. */
  RESTART,
  /** Takes effect only in new servers; replacing the old ones is a rollout. */
  ROLLING,
  /** AWS cannot change it: another resource has to take this one's place. */
  REPLACE
}
