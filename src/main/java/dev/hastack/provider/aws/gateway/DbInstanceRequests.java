package dev.hastack.provider.aws.gateway;

import static java.util.stream.Collectors.joining;

import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.DbInstance;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.PendingModifiedValues;

/** What is sent to AWS about a member of a cluster. */
final class DbInstanceRequests {
  /** What AWS does at once, whatever is asked. */
  static final Set<String> AT_ONCE =
      Set.of(
          DbInstance.PROMOTION_TIER,
          DbInstance.AUTO_MINOR_VERSION_UPGRADE,
          DbInstance.PUBLICLY_ACCESSIBLE);

  static final Set<String> MODIFIABLE = with(AT_ONCE, DbInstance.DB_INSTANCE_CLASS);

  private DbInstanceRequests() {}

  private static Set<String> with(Set<String> some, String another) {
    var all = new TreeSet<>(some);
    all.add(another);
    return Set.copyOf(all);
  }

  static CreateDbInstanceRequest creation(Target target) {
    AttributeValues after = target.after();
    var request =
        CreateDbInstanceRequest.builder()
            .dbInstanceIdentifier(target.physicalName())
            .tags(RdsTags.ofNew(target, DbInstance.TAGS));
    after.text(DbInstance.DB_CLUSTER_IDENTIFIER).ifPresent(request::dbClusterIdentifier);
    after.text(DbInstance.ENGINE).ifPresent(request::engine);
    after.text(DbInstance.DB_INSTANCE_CLASS).ifPresent(request::dbInstanceClass);
    after.text(DbInstance.AVAILABILITY_ZONE).ifPresent(request::availabilityZone);
    after.whole(DbInstance.PROMOTION_TIER).ifPresent(request::promotionTier);
    after.flag(DbInstance.AUTO_MINOR_VERSION_UPGRADE).ifPresent(request::autoMinorVersionUpgrade);
    after.flag(DbInstance.PUBLICLY_ACCESSIBLE).ifPresent(request::publiclyAccessible);
    return request.build();
  }

  static ModifyDbInstanceRequest modification(Target target, String name) {
    var request = withoutClass(target, name).toBuilder();
    target.changed().text(DbInstance.DB_INSTANCE_CLASS).ifPresent(request::dbInstanceClass);
    if (isImmediate(target)) {
      request.applyImmediately(true);
    }
    return request.build();
  }

  /** Without what waits for a window: never immediate, which would bring forward what others do. */
  static ModifyDbInstanceRequest withoutClass(Target target, String name) {
    AttributeValues changed = target.changed();
    var request = ModifyDbInstanceRequest.builder().dbInstanceIdentifier(name);
    changed.whole(DbInstance.PROMOTION_TIER).ifPresent(request::promotionTier);
    changed.flag(DbInstance.AUTO_MINOR_VERSION_UPGRADE).ifPresent(request::autoMinorVersionUpgrade);
    changed.flag(DbInstance.PUBLICLY_ACCESSIBLE).ifPresent(request::publiclyAccessible);
    return request.build();
  }

  /** Only another class is put off. */
  static boolean isImmediate(Target target) {
    return target.changes(DbInstance.DB_INSTANCE_CLASS)
        && target
            .after()
            .flag(DbInstance.APPLY_IMMEDIATELY)
            .filter(Boolean::booleanValue)
            .isPresent();
  }

  /** What AWS has put off for a member, by name; another class, which is overtaken, left out. */
  static String pendingBesidesClass(DBInstance member) {
    PendingModifiedValues pending = member.pendingModifiedValues();
    return pending == null
        ? ""
        : pending.sdkFields().stream()
            .map(field -> field.memberName())
            .filter(field -> !field.equals(DbInstance.DB_INSTANCE_CLASS))
            .filter(field -> DbClusterReader.hasValue(pending, field))
            .collect(joining(", "));
  }
}
