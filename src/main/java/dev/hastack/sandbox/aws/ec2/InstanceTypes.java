package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The instance types of a region: a modest part of AWS's, with the vCPUs, memory and On-Demand
 * price that AWS publishes for each (Linux, us-east-1; the model asks the same everywhere).
 */
final class InstanceTypes {
  private static final int LARGE_VCPUS = 2;

  private record Size(String name, double ofLarge) {}

  private static final List<Size> BURSTABLE =
      List.of(
          new Size("nano", 1.0 / 16),
          new Size("micro", 1.0 / 8),
          new Size("small", 1.0 / 4),
          new Size("medium", 1.0 / 2),
          new Size("large", 1),
          new Size("xlarge", 2),
          new Size("2xlarge", 4));
  private static final List<Size> FIXED =
      List.of(
          new Size("large", 1),
          new Size("xlarge", 2),
          new Size("2xlarge", 4),
          new Size("4xlarge", 8));

  private final Zones zones;
  private final boolean isLargeRegion;
  private final SortedMap<String, InstanceKind> byName = new TreeMap<>();

  InstanceTypes(Foundation foundation, Zones zones) {
    this.zones = zones;
    this.isLargeRegion = foundation.region().equals(Zones.LARGE_REGION);
    family("t2", "x86_64", true, 0.0928, 8192);
    family("t3", "x86_64", true, 0.0832, 8192);
    family("t3a", "x86_64", true, 0.0752, 8192);
    family("t4g", "arm64", true, 0.0672, 8192);
    family("m4", "x86_64", false, 0.1, 8192);
    family("m5", "x86_64", true, 0.096, 8192);
    family("m5a", "x86_64", true, 0.086, 8192);
    family("m6a", "x86_64", true, 0.0864, 8192);
    family("m6i", "x86_64", true, 0.096, 8192);
    family("m6g", "arm64", true, 0.077, 8192);
    family("m7i", "x86_64", true, 0.1008, 8192);
    family("m7g", "arm64", true, 0.0816, 8192);
    family("c4", "x86_64", false, 0.1, 3840);
    family("c5", "x86_64", true, 0.085, 4096);
    family("c5a", "x86_64", true, 0.077, 4096);
    family("c6a", "x86_64", true, 0.0765, 4096);
    family("c6i", "x86_64", true, 0.085, 4096);
    family("c6g", "arm64", true, 0.068, 4096);
    family("c7g", "arm64", true, 0.0725, 4096);
    family("r5", "x86_64", true, 0.126, 16384);
    family("r6i", "x86_64", true, 0.126, 16384);
    family("r6g", "arm64", true, 0.1008, 16384);
  }

  private void family(
      String name, String architecture, boolean current, double largePrice, int largeMiB) {
    var family = new InstanceKind.Family(name, architecture, current);
    for (Size size : family.isBurstable() ? BURSTABLE : FIXED) {
      String type = name + "." + size.name();
      byName.put(
          type,
          new InstanceKind(
              type,
              family,
              vcpus(name, size),
              (int) Math.round(largeMiB * size.ofLarge()),
              largePrice * size.ofLarge()));
    }
  }

  /** A T type below large has two, but T2 has one up to small. */
  private static int vcpus(String family, Size size) {
    boolean single = family.equals("t2") && size.ofLarge() <= 0.25;
    return single ? 1 : (int) Math.max(LARGE_VCPUS, Math.round(LARGE_VCPUS * size.ofLarge()));
  }

  Optional<InstanceKind> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** As {@link #find}, for a caller of an operation that was given the name. */
  InstanceKind named(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new ApiError(
                    "InvalidParameterValue",
                    "Invalid value '%s' for InstanceType.".formatted(name)));
  }

  Collection<InstanceKind> all() {
    return byName.values();
  }

  /**
   * The zones that have a type. In us-east-1 zone e is old and has no Nitro hosts, as
   * DescribeInstanceTypeOfferings of an account shows where its e is {@code use1-az3}.
   */
  List<String> zonesOf(InstanceKind kind) {
    boolean old = kind.family().hypervisor().equals("xen");
    return zones.names().stream()
        .filter(zone -> old || !isLargeRegion || !zone.endsWith("e"))
        .toList();
  }
}
