package dev.hastack.sandbox.aws.front;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.core.SdkPojo;

/** Asks whether a caller may do something, and keeps what was asked. */
final class Permissions {
  /** "No permissions are required to perform this operation" (STS API reference). */
  private static final String NEEDS_NONE = "sts:GetCallerIdentity";

  private static final int ENCODED_LENGTH = 64;

  private final UsedRights used;
  private final Streams streams;

  Permissions(UsedRights used, Streams streams) {
    this.used = used;
    this.streams = streams;
  }

  /**
   * Requires the right to the operation itself, on the resources that the request names; where it
   * names none, on some resource. Conditions are left to the service, which knows the resource.
   *
   * @throws dev.hastack.sandbox.aws.world.ApiError as the service answers when it is missing
   */
  void requireFor(Visit visit) {
    Call call = visit.call();
    SdkPojo request = visit.wire().request();
    if (call.action().equals(NEEDS_NONE)) {
      return;
    }
    String owner = call.service().equals("sts") ? "iam" : call.service();
    List<String> arns = new ArrayList<>(new Members(request).arns(owner));
    arns.addAll(NamedResources.of(call, request));
    if (arns.isEmpty()) {
      arns.add("*");
    }
    arns.forEach(
        arn -> require(visit, call.action(), arn, rights -> rights.mayAllow(call.action(), arn)));
  }

  /**
   * Requires a right.
   *
   * @param allow whether the caller's rights do
   * @throws dev.hastack.sandbox.aws.world.ApiError as the service answers when it is missing
   */
  void require(Visit visit, String action, String resource, Predicate<Rights> allow) {
    Principal caller = visit.principal();
    used.add(caller.arn(), action, resource);
    if (!allow.test(caller.rights())) {
      String encoded = Identifiers.text(streams.of("encoded denials"), ENCODED_LENGTH);
      throw visit.dialect().denied(caller.arn(), action, resource, encoded);
    }
  }
}
