package dev.hastack.sandbox.aws.front;

import java.util.ArrayList;
import java.util.List;
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
   * names none, on some resource.
   *
   * @throws dev.hastack.sandbox.aws.world.ApiError as the service answers when it is missing
   */
  void requireFor(Call call, Principal caller, SdkPojo request) {
    if (call.action().equals(NEEDS_NONE)) {
      return;
    }
    String owner = call.service().equals("sts") ? "iam" : call.service();
    List<String> arns = new ArrayList<>(new Members(request).arns(owner));
    arns.addAll(NamedResources.of(call, request));
    Dialect dialect = Dialect.of(call.service());
    if (arns.isEmpty()) {
      require(caller, dialect, call.action(), "*");
    }
    arns.forEach(arn -> require(caller, dialect, call.action(), arn));
  }

  /**
   * Requires a right.
   *
   * @throws dev.hastack.sandbox.aws.world.ApiError as the service answers when it is missing
   */
  void require(Principal caller, Dialect dialect, String action, String resource) {
    used.add(caller.arn(), action, resource);
    if (!caller.rights().allow(action, resource)) {
      String encoded = Identifiers.text(streams.of("encoded denials"), ENCODED_LENGTH);
      throw dialect.denied(caller.arn(), action, resource, encoded);
    }
  }
}
