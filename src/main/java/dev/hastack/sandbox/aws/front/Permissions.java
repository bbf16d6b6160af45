package dev.hastack.sandbox.aws.front;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkPojo;

/** Asks whether a caller may do something, and keeps what was asked. */
final class Permissions {
  /** "No permissions are required to perform this operation" (STS API reference). */
  private static final String NEEDS_NONE = "sts:GetCallerIdentity";

  private static final int ENCODED_LENGTH = 64;

  private final UsedRights used;
  private final Streams streams;
  private final LinkedRoles linkedRoles = new LinkedRoles();

  Permissions(UsedRights used, Streams streams) {
    this.used = used;
    this.streams = streams;
  }

  /**
   * Requires the right to the operation itself, on the resources that the request names; where it
   * names none, on some resource. Then what AWS asks for beside it.
   *
   * @throws dev.hastack.sandbox.aws.world.ApiError as the service answers when it is missing
   */
  void requireFor(Visit visit) {
    Call call = visit.call();
    if (call.action().equals(NEEDS_NONE)) {
      return;
    }
    SdkPojo request = visit.wire().request();
    List<String> arns = NamedResources.of(call, request, visit.around());
    (arns.isEmpty() ? List.of("*") : arns)
        .forEach(arn -> require(visit, new Requirement(call.right(), arn, Map.of())));
    if (!new Members(request).tags().isEmpty()) {
      TagsAtCreation.of(call).ifPresent(needed -> require(visit, needed));
    }
    linkedRoles
        .lackedBy(call)
        .ifPresent(
            needed -> {
              require(visit, needed);
              linkedRoles.make(needed);
            });
  }

  /**
   * Requires a right.
   *
   * @throws dev.hastack.sandbox.aws.world.ApiError as the service answers when it is missing
   */
  void require(Visit visit, Requirement needed) {
    Principal caller = visit.principal();
    used.add(caller.arn(), needed.action(), needed.resource());
    Requirement full = inFull(visit, needed);
    // Tags only ever allow more, and are looked up only where that is asked.
    if (!caller.rights().allow(full) && !caller.rights().allow(tagged(visit, full))) {
      String encoded = Identifiers.text(streams.of("encoded denials"), ENCODED_LENGTH);
      throw visit.dialect().denied(caller.arn(), needed.action(), needed.resource(), encoded);
    }
  }

  /** "AWS global condition context keys", IAM user guide; kms:ViaService is of KMS's page. */
  private static Requirement inFull(Visit visit, Requirement needed) {
    Call call = visit.call();
    var context = new TreeMap<String, String>();
    context.put("kms:ViaService", "%s.%s.amazonaws.com".formatted(call.service(), call.region()));
    new Members(visit.wire().request())
        .tags()
        .forEach((key, value) -> context.put("aws:RequestTag/" + key, value));
    return needed.with(context);
  }

  private static Requirement tagged(Visit visit, Requirement needed) {
    // Of describes whose resource's tags may be asked for, those of RDS alone take one.
    boolean hasTags = visit.call().isWrite() || visit.call().service().equals("rds");
    return hasTags && !needed.resource().equals("*")
        ? needed.withTags(visit.around().tagsOf(needed.resource()))
        : needed;
  }
}
