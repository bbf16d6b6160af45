package dev.hastack.provider.aws.gateway;

import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;

/**
 * What is to be taken away.
 *
 * @param observed it, as it was read
 * @param database what the owner says of a database that goes; of no account for anything else
 */
public record Removal(StackId stack, ResourceId id, Present observed, DatabaseWord database) {

  /**
   * The owner's word on a database.
   *
   * @param goes whether the whole database is to go, and not only one member
   * @param takesFinalSnapshot whether it leaves a snapshot
   * @param liftsProtection whether protection that this stack switched on may be switched off
   */
  public record DatabaseWord(boolean goes, boolean takesFinalSnapshot, boolean liftsProtection) {}
}
