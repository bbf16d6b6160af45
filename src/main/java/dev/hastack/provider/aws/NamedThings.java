package dev.hastack.provider.aws;

import dev.hastack.api.v1alpha1.AwsSpec;
import dev.hastack.api.v1alpha1.DatabaseSpec;
import dev.hastack.api.v1alpha1.ImageSpec;
import dev.hastack.api.v1alpha1.ListenerSpec;
import dev.hastack.api.v1alpha1.LoadBalancerSpec;
import dev.hastack.core.tenancy.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a spec names that its writer may not be meant to have: what gives servers a role, what they
 * stand in and behind, what opens them, and whose data is read. Pure.
 */
final class NamedThings {
  static final String IMAGE_OWNERS = "imageOwners";

  private static final String AWS = "spec.aws.";

  private final List<Named> named = new ArrayList<>();

  private NamedThings() {}

  /** Everything but the owner of the image, which only AWS knows. */
  static List<Named> of(AwsSpec aws) {
    var things = new NamedThings();
    things.all("subnetIds", AWS + "network.subnetIds", aws.network().subnetIds());
    things.groups(AWS + "network.", aws.network().securityGroupIds());
    things.one("instanceProfiles", AWS + "fleet.instanceProfile", aws.fleet().instanceProfile());
    things.one("keyNames", AWS + "fleet.keyName", aws.fleet().keyName());
    ImageSpec image = aws.fleet().image();
    things.one("ssmParameters", AWS + "fleet.image.ssmParameter", image.ssmParameter());
    things.front(aws.loadBalancer());
    things.database(aws.database());
    return List.copyOf(things.named);
  }

  private void front(@Nullable LoadBalancerSpec front) {
    if (front == null) {
      return;
    }
    all("subnetIds", AWS + "loadBalancer.subnetIds", front.subnetIds());
    groups(AWS + "loadBalancer.", front.securityGroupIds());
    List<ListenerSpec> listeners = front.listeners();
    if (listeners != null) {
      for (int index = 0; index < listeners.size(); index++) {
        all(
            "certificateArns",
            AWS + "loadBalancer.listeners[" + index + "].certificateArns",
            listeners.get(index).certificateArns());
      }
    }
  }

  private void database(@Nullable DatabaseSpec database) {
    if (database == null) {
      return;
    }
    all("subnetIds", AWS + "database.subnetIds", database.subnetIds());
    groups(AWS + "database.", database.securityGroupIds());
    if (database.encryption() != null) {
      one("kmsKeyIds", AWS + "database.encryption.kmsKeyId", database.encryption().kmsKeyId());
    }
    if (database.restoreFrom() != null) {
      one("snapshots", AWS + "database.restoreFrom.snapshot", database.restoreFrom().snapshot());
    }
  }

  private void groups(String section, @Nullable List<String> ids) {
    all("securityGroupIds", section + "securityGroupIds", ids);
  }

  private void all(String list, String field, @Nullable List<String> values) {
    if (values != null) {
      IntStream.range(0, values.size())
          .forEach(index -> one(list, field + "[" + index + "]", values.get(index)));
    }
  }

  private void one(String list, String field, @Nullable String value) {
    if (value != null) {
      named.add(new Named(list, field, value));
    }
  }
}
