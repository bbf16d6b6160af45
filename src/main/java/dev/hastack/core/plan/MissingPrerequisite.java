package dev.hastack.core.plan;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.stack.ResourceId;

/**
 * Something that the spec names and the account does not have, or does not have so that it can be
 * used, or that could not be looked at: a certificate that has expired, a listener that is gone.
 *
 * @param resource that needs it; what else the stack has can do without
 * @param attribute of the resource that names it, or what the names of all that do begin with, up
 *     to a dot
 * @param vital whether the resource cannot be made without it
 * @param why which field names it, and what to do
 */
public record MissingPrerequisite(
    ResourceId resource, String attribute, boolean vital, Failure why) {

  /** Whether an attribute of its resource names it. */
  boolean isNamedBy(String name) {
    return name.equals(attribute) || name.startsWith(attribute + ".");
  }
}
