package dev.hastack.operator;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The lease replicas compete for, and who this process is among them.
 *
 * @param identity unlike any other process's, on the same host too
 * @param duration how long after the last renewal it is somebody's
 */
record LeaderLease(String namespace, String name, String identity, Duration duration) {
  private static final Logger LOG = Logger.getLogger(LeaderLease.class);

  /** Whether nobody else holds it: the moment a cold standby gets up. */
  boolean isFree(KubernetesClient client, Clock clock) {
    Lease lease = read(client);
    if (lease == null || lease.getSpec().getRenewTime() == null || !isHeld(lease)) {
      return true;
    }
    Instant until = lease.getSpec().getRenewTime().toInstant().plus(longest(lease));
    return isOurs(lease) || clock.instant().isAfter(until);
  }

  /** Whoever holds it may have been told of a longer one than we. */
  private Duration longest(Lease lease) {
    Duration theirs =
        Duration.ofSeconds(
            Objects.requireNonNullElse(lease.getSpec().getLeaseDurationSeconds(), 0));
    return theirs.compareTo(duration) > 0 ? theirs : duration;
  }

  /**
   * Gives it up if it is ours, so that a standby takes over at once. The SDK's own elector lets it
   * run out instead. A failure only costs the standby that time.
   */
  void release(KubernetesClient client) {
    try {
      Lease lease = read(client);
      if (lease == null || !isOurs(lease)) {
        return;
      }
      lease.getSpec().setHolderIdentity("");
      lease.getSpec().setLeaseDurationSeconds(1);
      client.resource(lease).update();
      LOG.infof("Released the lease name=%s/%s", namespace, name);
    } catch (KubernetesClientException e) {
      LOG.infof("Left the lease to run out name=%s/%s: %s", namespace, name, e.getMessage());
    }
  }

  /**
   * Takes it from whoever has it, who can renew it no more and whose fence closes with its last
   * renewal: it acts no longer when {@link #duration} is over.
   *
   * @throws KubernetesClientException also when it was renewed in this very moment
   */
  void seize(KubernetesClient client, Clock clock) {
    Lease lease = read(client);
    if (lease != null) {
      lease.getSpec().setHolderIdentity(identity);
      hold(client, lease, clock.instant());
    }
  }

  /**
   * Leaves it to nobody for a while: replicas add its duration to the time of the last renewal
   * (fabric8 7.4, {@code LeaderElector}), so that one is written that is still to come.
   *
   * @param until nobody has it before
   * @return whether it was still ours to keep
   */
  boolean keepFromOthers(KubernetesClient client, Instant until) {
    Lease lease = read(client);
    if (lease == null || !isOurs(lease)) {
      return false;
    }
    hold(client, lease, until.minus(duration));
    return true;
  }

  private void hold(KubernetesClient client, Lease lease, Instant renewed) {
    lease.getSpec().setLeaseDurationSeconds((int) duration.toSeconds());
    lease.getSpec().setRenewTime(renewed.atZone(ZoneOffset.UTC));
    client.resource(lease).update();
  }

  private @Nullable Lease read(KubernetesClient client) {
    return client.leases().inNamespace(namespace).withName(name).get();
  }

  private boolean isOurs(Lease lease) {
    return identity.equals(lease.getSpec().getHolderIdentity());
  }

  private static boolean isHeld(Lease lease) {
    String holder = lease.getSpec().getHolderIdentity();
    return holder != null && !holder.isEmpty();
  }
}
