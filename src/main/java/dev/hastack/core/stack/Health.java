package dev.hastack.core.stack;

/** How a resource does, apart from whether its attributes are as desired. */
public enum Health {
  /** Does its work. */
  HEALTHY,
  /** On its way: being created, changed or scaled. */
  PROGRESSING,
  /** Does its work badly or not at all. */
  DEGRADED,
  /** AWS is deleting it. It still holds its name. */
  DELETING
}
