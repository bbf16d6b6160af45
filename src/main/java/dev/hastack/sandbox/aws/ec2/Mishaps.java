package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.InstanceState;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What befalls instances and zones when whoever directs the play wants it. */
public final class Mishaps {
  /** "Status checks for your instances", EC2 user guide: they run every minute. */
  private static final Duration CHECKED_EVERY = Duration.ofMinutes(1);

  private final Foundation foundation;
  private final Servers servers;
  private final Fleet fleet;
  private final Zones zones;

  /** Instances that fail by themselves, whatever becomes of their zone. */
  private final TreeSet<String> failing = new TreeSet<>();

  private final SortedMap<String, SimulatedTime.Scheduled> nextChecks = new TreeMap<>();

  Mishaps(Ec2Parts parts) {
    this.foundation = parts.foundation();
    this.servers = parts.servers();
    this.fleet = parts.fleet();
    this.zones = parts.ground().zones;
  }

  /** An instance is gone in this moment, as if it had shut itself down. */
  public void kill(String instanceId) {
    exclusively(
        () -> {
          mustLive(instanceId);
          fleet.kill(instanceId, StateReasons.INSTANCE);
        });
  }

  /** An instance cannot be reached any more, and its status checks fail. */
  public void failStatusChecks(String instanceId) {
    exclusively(
        () -> {
          mustLive(instanceId);
          failing.add(instanceId);
          impair(instanceId, true);
        });
  }

  /** Ends that. */
  public void passStatusChecks(String instanceId) {
    exclusively(
        () -> {
          Server server = mustLive(instanceId);
          failing.remove(instanceId);
          impair(instanceId, zones.isDark(server.instance().order().zone()));
        });
  }

  /** Nothing reaches a port of an instance any more; status checks know nothing of it. */
  public void blockPort(String instanceId, int port) {
    exclusively(
        () -> {
          var ports = new TreeSet<>(mustLive(instanceId).blockedPorts());
          ports.add(port);
          servers.update(instanceId, server -> server.blocking(ports));
        });
  }

  /** Ends that. */
  public void unblockPort(String instanceId, int port) {
    exclusively(
        () -> {
          var ports = new TreeSet<>(mustLive(instanceId).blockedPorts());
          ports.remove(port);
          servers.update(instanceId, server -> server.blocking(ports));
        });
  }

  /**
   * A zone goes dark: nothing launches there, and what runs there goes on to run but serves nobody,
   * and fails its status checks from the next one on.
   */
  public void darken(String zone) {
    exclusively(
        () -> {
          zones.darken(zone);
          checkLater(zone);
        });
  }

  /** Ends that; what still runs serves again at once. */
  public void lighten(String zone) {
    exclusively(
        () -> {
          zones.lighten(zone);
          check(zone);
        });
  }

  private void checkLater(String zone) {
    SimulatedTime.Scheduled before =
        nextChecks.put(zone, foundation.time().after(CHECKED_EVERY, () -> check(zone)));
    if (before != null) {
      before.cancel();
    }
  }

  private void check(String zone) {
    boolean dark = zones.isDark(zone);
    servers.alive().stream()
        .filter(server -> server.instance().order().zone().equals(zone))
        .filter(server -> server.instance().state() == InstanceState.RUNNING)
        .forEach(server -> impair(server.id(), dark || failing.contains(server.id())));
    if (dark) {
      checkLater(zone);
    }
  }

  private void impair(String instanceId, boolean fails) {
    boolean changes =
        servers
            .find(instanceId)
            .filter(Server::isAlive)
            .filter(server -> server.instance().impaired() != fails)
            .isPresent();
    if (changes) {
      servers.change(instanceId, instance -> instance.impairedIf(fails));
    }
  }

  private Server mustLive(String instanceId) {
    return servers
        .find(instanceId)
        .filter(Server::isAlive)
        .orElseThrow(() -> new IllegalArgumentException(instanceId + " is no instance that lives"));
  }

  private void exclusively(Runnable work) {
    foundation
        .time()
        .exclusively(
            () -> {
              work.run();
              return true;
            });
  }
}
