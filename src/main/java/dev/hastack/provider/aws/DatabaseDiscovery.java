package dev.hastack.provider.aws;

import dev.hastack.api.v1alpha1.AwsSpec;
import dev.hastack.api.v1alpha1.DatabaseSpec;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.provider.aws.blueprint.MemberSlots;
import dev.hastack.provider.aws.resource.DbCluster;
import dev.hastack.provider.aws.resource.DbInstance;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.rds.model.DBCluster;

/** Learns what the design must know of a database. */
final class DatabaseDiscovery {
  /** Twice as many as a cluster can have members: numbers are given again when they are free. */
  private static final int SLOTS = 32;

  private final AwsRegions regions;

  DatabaseDiscovery(AwsRegions regions) {
    this.regions = regions;
  }

  /**
   * What stays true for minutes, and what the spec names in vain; empty where it has no database.
   *
   * @param accountId whose the database is to be
   * @param servers the servers' subnets
   */
  Optional<DatabaseChecks.Learnt> learn(
      StackId id, String accountId, AwsSpec aws, SpecChecks checks, List<Subnet> servers) {
    DatabaseSpec spec = aws.database();
    return spec == null
        ? Optional.empty()
        : Optional.of(
            new DatabaseChecks(regions.in(aws.region()), accountId, checks).of(id, spec, servers));
  }

  /** The same, and who is a member now. Where that cannot be read, who was. */
  AwsFacts.Database now(StackId id, HAStack stack, AwsSpec aws, AwsFacts.Database known) {
    int count = Objects.requireNonNull(aws.database()).readers() + 1;
    Optional<DBCluster> cluster = readable(id, aws);
    return new AwsFacts.Database(
        known.zones(),
        known.kmsKeyArn(),
        MemberSlots.of(
            count,
            known.zones().size(),
            cluster.map(each -> members(id, each)).orElseGet(TreeMap::new),
            before(stack)));
  }

  /** Unread is no obstacle here: the members will be found unread too, and nothing is done then. */
  private Optional<DBCluster> readable(StackId id, AwsSpec aws) {
    try {
      return regions.in(aws.region()).databases().cluster(AwsNames.dbCluster(id, DbCluster.DB));
    } catch (AwsCallException unread) {
      return Optional.empty();
    }
  }

  private static SortedMap<Integer, Boolean> members(StackId id, DBCluster cluster) {
    var numbers = new TreeMap<String, Integer>();
    IntStream.range(0, SLOTS)
        .forEach(slot -> numbers.put(AwsNames.dbInstance(id, DbInstance.id(slot)), slot));
    var members = new TreeMap<Integer, Boolean>();
    cluster
        .dbClusterMembers()
        .forEach(
            member -> {
              Integer slot = numbers.get(member.dbInstanceIdentifier());
              if (slot != null) {
                members.put(slot, Boolean.TRUE.equals(member.isClusterWriter()));
              }
            });
    return members;
  }

  /** Who was a member: what is there, and what is missing and held. */
  private static SortedSet<Integer> before(HAStack stack) {
    var slots = new TreeSet<Integer>();
    Optional<HAStackStatus> status = Optional.ofNullable(stack.getStatus());
    Stream<String> there =
        status.map(HAStackStatus::resources).orElse(List.of()).stream()
            .map(HAStackStatus.Resource::id);
    Stream<String> held =
        status
            .map(HAStackStatus::plan)
            .map(HAStackStatus.PlanStatus::held)
            .orElse(List.of())
            .stream()
            .map(HAStackStatus.Held::resource);
    Stream.concat(there, held)
        .map(ResourceId::parse)
        .filter(each -> each.kind().equals(DbInstance.KIND))
        .map(ResourceId::name)
        .filter(name -> name.matches("[0-9]{1,2}"))
        .forEach(name -> slots.add(Integer.valueOf(name)));
    return slots;
  }
}
