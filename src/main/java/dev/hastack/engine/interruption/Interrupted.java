package dev.hastack.engine.interruption;

import dev.hastack.core.signal.FleetView;
import dev.hastack.core.signal.Interruption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is told of one interruption.
 *
 * @param server the cloud's id
 * @param type what it was launched as; empty when it was never seen
 * @param zone where it was; empty when it was never seen
 * @param wasWarned whether the cloud said beforehand that it would take the server
 * @param noticed when the cloud gave notice
 * @param deregisteredAfter the notice, where it was taken from its target groups by us; where that
 *     was a process before this one, when this one saw it
 * @param replacementInServiceAfter the notice, once there is one
 */
public record Interrupted(
    String server,
    String type,
    String zone,
    Interruption.Cause cause,
    boolean wasWarned,
    Instant noticed,
    Optional<Duration> deregisteredAfter,
    Optional<Duration> replacementInServiceAfter) {

  /** How many are told of for each stack. */
  public static final int REMEMBERED = 10;

  static Interrupted of(Case each) {
    Interruption interruption = each.interruption();
    Instant noticed = interruption.noticed();
    return new Interrupted(
        interruption.server(),
        each.server().map(FleetView.Server::type).orElse(""),
        each.server().map(FleetView.Server::zone).orElse(""),
        interruption.cause(),
        each.wasWarned(),
        noticed,
        each.left().map(then -> Duration.between(noticed, then)),
        each.replacementInService().map(then -> Duration.between(noticed, then)));
  }
}
