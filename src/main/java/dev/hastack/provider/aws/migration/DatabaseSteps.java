package dev.hastack.provider.aws.migration;

import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.plan.PlanPolicies;
import dev.hastack.core.plan.PlanPolicy;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.blueprint.WeeklyWindow;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import dev.hastack.provider.aws.resource.DbCluster;
import dev.hastack.provider.aws.resource.DbInstance;
import dev.hastack.provider.aws.resource.EngineVersion;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** What of a database is not done, or not yet. */
public final class DatabaseSteps {
  private DatabaseSteps() {}

  /** What of a plan can be done in this pass; the rest is held. */
  public static Plan stage(Plan plan, ObservedStack observed, Instant now) {
    boolean serves = serves(observed);
    boolean inWindow = isInWindow(observed, now);
    return PlanPolicies.leave(
            (change, attribute) -> isRestart(change, attribute) && !inWindow && !mayAtOnce(change))
        .then(holds(serves))
        .then(
            PlanPolicies.leave(
                (change, attribute) -> isPending(change, attribute) && !isOwn(change, attribute)))
        .apply(plan);
  }

  private static PlanPolicy holds(boolean serves) {
    return PlanPolicies.hold(
            (change, attribute) ->
                isOfCluster(change) && isUnprotecting(attribute) && !wasWanted(change),
            HoldReason.ProtectionStays,
            (change, attribute) ->
                "somebody switched deletion protection on, and it is only switched off by changing"
                    + " spec.aws.database.deletionProtection; set it to true, or switch it off on"
                    + " AWS")
        .then(
            PlanPolicies.hold(
                (change, attribute) -> isOfOtherEngine(change, attribute),
                HoldReason.StatefulReplacement,
                (change, attribute) -> "is of the engine that is held"))
        .then(
            PlanPolicies.hold(
                (change, attribute) -> isVersion(change, attribute) && goesBack(attribute),
                HoldReason.Downgrade,
                (change, attribute) ->
                    "AWS does not go back to an older version; take the change back, or make"
                        + " another HAStack with it and move the data"))
        .then(
            PlanPolicies.hold(
                (change, attribute) ->
                    isVersion(change, attribute) && !isSameMajor(attribute) && !allowsMajor(change),
                HoldReason.MajorVersionUpgrade,
                (change, attribute) ->
                    "a new major version stops the database for minutes and cannot be undone; set"
                        + " spec.aws.database.allowMajorVersionUpgrade: true to have it"))
        .then(
            PlanPolicies.hold(
                (change, attribute) ->
                    isOfCluster(change)
                        && attribute.name().equals(DbCluster.MANAGE_MASTER_USER_PASSWORD)
                        && !serves,
                HoldReason.LaterStep,
                (change, attribute) -> "waits for a member that serves"))
        .then(
            PlanPolicies.hold(
                change -> waitsForDatabase(change) && !serves,
                HoldReason.LaterStep,
                change -> "waits for the database (spec.aws.fleet.waitForDatabase)"));
  }

  private static boolean isRestart(Change change, AttributeChange attribute) {
    return change.id().kind().equals(DbInstance.KIND)
        && attribute.name().equals(DbInstance.PARAMETER_GROUP_STATUS);
  }

  private static boolean mayAtOnce(Change change) {
    return change
        .wanted()
        .filter(wanted -> wanted.spec().values().containsKey(DbInstance.APPLY_IMMEDIATELY))
        .isPresent();
  }

  private static boolean isPending(Change change, AttributeChange attribute) {
    return isOfCluster(change) && attribute.name().equals(DbCluster.PENDING_MODIFIED_VALUES);
  }

  /** Whether all that AWS has put off is what this stack wants, or is about to be overtaken. */
  private static boolean isOwn(Change change, AttributeChange attribute) {
    return attribute.from().stream()
        .flatMap(Value::texts)
        .allMatch(
            pending ->
                Stream.of(DbCluster.ENGINE_VERSION, DbCluster.BACKUP_RETENTION_PERIOD)
                    .filter(name -> DbCluster.isPendingOf(name, pending))
                    .anyMatch(
                        name -> isOvertaken(change, name) || isWanted(change, name, pending)));
  }

  private static boolean isOvertaken(Change change, String name) {
    return change.attributeChanges().stream().anyMatch(each -> each.name().equals(name));
  }

  private static boolean isWanted(Change change, String name, String pending) {
    return change
        .wanted()
        .map(wanted -> wanted.spec().values().get(name))
        .filter(value -> DbCluster.pending(name, value.toString()).equals(pending))
        .isPresent();
  }

  /** Whether AWS itself may restart members now. */
  private static boolean isInWindow(ObservedStack observed, Instant now) {
    return observed.present(DbCluster.DB).stream()
        .flatMap(
            cluster ->
                Stream.ofNullable(
                    cluster.spec().values().get(DbCluster.PREFERRED_MAINTENANCE_WINDOW)))
        .anyMatch(window -> WeeklyWindow.parse(window.toString()).contains(now));
  }

  private static boolean isOfCluster(Change change) {
    return change.id().kind().equals(DbCluster.KIND);
  }

  private static boolean isUnprotecting(AttributeChange attribute) {
    return attribute.name().equals(DbCluster.DELETION_PROTECTION)
        && attribute.to().equals(Optional.of(Value.flag(false)));
  }

  /** What the stack last wanted, as the cluster itself remembers it. */
  private static boolean wasWanted(Change change) {
    return change
        .standing()
        .map(each -> each.spec().values().get(DbCluster.TAGS + "." + AwsTags.WANTED_PROTECTION))
        .filter(Value.text("true")::equals)
        .isPresent();
  }

  private static boolean isVersion(Change change, AttributeChange attribute) {
    return isOfCluster(change)
        && attribute.name().equals(DbCluster.ENGINE_VERSION)
        && attribute.from().isPresent()
        && attribute.to().isPresent();
  }

  private static boolean isOfOtherEngine(Change change, AttributeChange attribute) {
    return isVersion(change, attribute)
        && !engine(change.wanted().map(wanted -> wanted.spec().values().get(DbCluster.ENGINE)))
            .equals(
                engine(change.standing().map(each -> each.spec().values().get(DbCluster.ENGINE))));
  }

  private static String engine(Optional<Value> value) {
    return value.map(Value::toString).orElse("");
  }

  private static EngineVersion version(Optional<Value> value) {
    return EngineVersion.parse(value.map(Value::toString).orElse(""));
  }

  private static boolean goesBack(AttributeChange attribute) {
    return version(attribute.to()).compareTo(version(attribute.from())) < 0;
  }

  private static boolean isSameMajor(AttributeChange attribute) {
    return version(attribute.to()).major().equals(version(attribute.from()).major());
  }

  private static boolean allowsMajor(Change change) {
    return change
        .wanted()
        .filter(wanted -> wanted.spec().values().containsKey(DbCluster.ALLOW_MAJOR_VERSION_UPGRADE))
        .isPresent();
  }

  private static boolean waitsForDatabase(Change change) {
    return change instanceof Change.Create create
        && create.id().kind().equals(AutoScalingGroup.KIND)
        && create.desired().after().contains(DbCluster.DB);
  }

  /** Whether the writer answers queries. */
  private static boolean serves(ObservedStack observed) {
    return observed.ids().stream()
        .filter(id -> id.kind().equals(DbInstance.KIND))
        .flatMap(id -> observed.present(id).stream())
        .anyMatch(DatabaseSteps::isServingWriter);
  }

  private static boolean isServingWriter(Present member) {
    return Value.text(DbInstance.WRITER).equals(member.live().get(DbInstance.LIVE_ROLE))
        && Value.flag(true).equals(member.live().get(DbInstance.LIVE_SERVES));
  }
}
