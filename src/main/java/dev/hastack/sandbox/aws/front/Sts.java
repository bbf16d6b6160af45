package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * Who one is, and becoming somebody else: STS API reference, GetCallerIdentity and AssumeRole.
 * Session policies, tags, MFA and web identities are not modelled.
 */
final class Sts implements StsClient {
  private static final Duration SESSION_DEFAULT = Duration.ofHours(1);
  private static final Duration SESSION_LEAST = Duration.ofMinutes(15);
  private static final Duration CHAINED_MOST = Duration.ofHours(1);
  private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");

  private final CallInHand call;
  private final SimulatedTime time;
  private final Roles roles;
  private final RoleSessions sessions;

  Sts(CallInHand call, SimulatedTime time, Roles roles, RoleSessions sessions) {
    this.call = call;
    this.time = time;
    this.roles = roles;
    this.sessions = sessions;
  }

  @Override
  public GetCallerIdentityResponse getCallerIdentity(GetCallerIdentityRequest request) {
    Principal caller = call.principal();
    return GetCallerIdentityResponse.builder()
        .account(caller.accountId())
        .arn(caller.arn())
        .userId(caller.userId())
        .build();
  }

  @Override
  public AssumeRoleResponse assumeRole(AssumeRoleRequest request) {
    String roleArn = required("roleArn", request.roleArn());
    String sessionName = required("roleSessionName", request.roleSessionName());
    call.concerns(roleArn);
    if (!SESSION_NAME.matcher(sessionName).matches()) {
      throw invalid(
          "1 validation error detected: Value '%s' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*"
              .formatted(sessionName));
    }
    Principal caller = call.principal();
    Role role =
        roles
            .find(roleArn)
            .filter(each -> each.trusts(caller, Optional.ofNullable(request.externalId())))
            .orElseThrow(() -> denied(caller, roleArn));
    Instant until = time.now().plus(duration(request.durationSeconds(), caller, role));
    return answer(sessions.open(role, sessionName, until), until);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // Holds nothing.
  }

  private static Duration duration(@Nullable Integer seconds, Principal caller, Role role) {
    Duration duration = seconds == null ? SESSION_DEFAULT : Duration.ofSeconds(seconds);
    if (duration.compareTo(SESSION_LEAST) < 0) {
      throw invalid(
          "1 validation error detected: Value '%d' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900"
              .formatted(duration.toSeconds()));
    }
    if (caller.isSession() && duration.compareTo(CHAINED_MOST) > 0) {
      throw invalid(
          "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
              + " chaining.");
    }
    if (duration.compareTo(role.maxSession()) > 0) {
      throw invalid(
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
    return duration;
  }

  private static AssumeRoleResponse answer(RoleSessions.Session session, Instant until) {
    Principal principal = session.principal();
    return AssumeRoleResponse.builder()
        .credentials(
            credentials ->
                credentials
                    .accessKeyId(session.accessKeyId())
                    .secretAccessKey(session.secret())
                    .sessionToken(session.token())
                    .expiration(until.truncatedTo(ChronoUnit.SECONDS)))
        .assumedRoleUser(user -> user.arn(principal.arn()).assumedRoleId(principal.userId()))
        .build();
  }

  private static String required(String member, @Nullable String value) {
    if (value == null) {
      throw invalid(
          "1 validation error detected: Value null at '%s' failed to satisfy constraint: Member must not be null"
              .formatted(member));
    }
    return value;
  }

  private static ApiError invalid(String message) {
    return new ApiError("ValidationError", message);
  }

  /** The same for a role that is not there, so that nobody learns which are. */
  private static ApiError denied(Principal caller, String roleArn) {
    return new ApiError(
        403,
        "AccessDenied",
        "User: %s is not authorized to perform: sts:AssumeRole on resource: %s"
            .formatted(caller.arn(), roleArn));
  }
}
