package dev.hastack.core.outcome;

/** Why something did not work, in the only distinctions that change what we do next. */
public enum FailureKind {
  THROTTLED,
  TRANSIENT,
  CONFLICT,
  CAPACITY,
  QUOTA,
  UNAUTHORIZED,
  INVALID,
  NOT_FOUND,
  UNKNOWN
}
