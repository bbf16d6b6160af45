package dev.hastack.core.outcome;

/** Whether anything of a stack is under way, and how soon looking again would tell. */
public enum Movement {
  NONE,
  WITHIN_MINUTES,
  WITHIN_SECONDS
}
