package dev.hastack.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operator found and did. Bounded in every direction, because the API server refuses a
 * status that is larger than its schema: whoever writes one cuts to the limits given here.
 *
 * <p>Times are RFC 3339 text. Nothing is decided from status except what {@code account} remembers.
 *
 * @param account recorded once, and compared in every later pass
 */
@ContractType
public record HAStackStatus(
    @Min(0) @JsonPropertyDescription("Generation of the spec that this status is about.")
        @Nullable Long observedGeneration,
    @Size(max = MAX_CONDITIONS)
        @JsonPropertyDescription(
            "Conditions in a stable order. Ready, Reconciling and Stalled are what kstatus, and"
                + " with it kubectl wait, Argo CD and Flux, look at.")
        @Nullable List<Condition> conditions,
    @JsonPropertyDescription(
            "The account and region this stack lives in, recorded when it was first seen. With"
                + " credentials of another account nothing is done.")
        @Nullable Account account,
    @JsonPropertyDescription("The latest plan.") @Nullable PlanStatus plan,
    @Size(max = MAX_DRIFT)
        @JsonPropertyDescription(
            "Attributes that differ in the cloud from what this stack last wrote, at most 64 of"
                + " them.")
        @Nullable List<Drifted> drift,
    @Size(max = MAX_RESOURCES)
        @JsonPropertyDescription("The cloud resources of this stack, at most 64 of them.")
        @Nullable List<Resource> resources,
    @JsonPropertyDescription("The servers, as numbers.") @Nullable Fleet fleet,
    @JsonPropertyDescription("What a load balancer needs to send traffic to the servers.")
        @Nullable Traffic traffic,
    @JsonPropertyDescription("Servers that AWS took back, or is about to.")
        @Nullable InterruptionsStatus interruptions,
    @JsonPropertyDescription("The database.") @Nullable Database database,
    @JsonPropertyDescription("The latest pass that changed something in the cloud.")
        @Nullable LastChange lastChange,
    @Min(0)
        @StatusReplicas
        @JsonPropertyDescription("Number of servers that exist, for the scale subresource.")
        @Nullable Integer replicas,
    @Size(max = 1024)
        @LabelSelector
        @JsonPropertyDescription(
            "Label selector for the scale subresource, which a HorizontalPodAutoscaler asks for. No"
                + " pod matches it: the servers are not pods.")
        @Nullable String selector) {

  /** Most conditions. */
  public static final int MAX_CONDITIONS = 32;

  /** Most entries of {@code drift}. */
  public static final int MAX_DRIFT = 64;

  /** Most entries of {@code resources}. */
  public static final int MAX_RESOURCES = 64;

  /** Most entries of {@code traffic.listenerArns}. */
  public static final int MAX_LISTENERS = 16;

  /** Most entries of {@code traffic.zones}. */
  public static final int MAX_ZONES = 16;

  /** Most entries of {@code database.members}: Aurora's own limit. */
  public static final int MAX_MEMBERS = 16;

  /** Most entries of {@code database.pendingChanges}. */
  public static final int MAX_PENDING_CHANGES = 16;

  /** Most entries of {@code plan.warnings}. */
  public static final int MAX_WARNINGS = 16;

  /** Most entries of {@code plan.held}. */
  public static final int MAX_HELD = 64;

  /** Longest sentence: a summary or the message of a held change, in characters. */
  public static final int MAX_SENTENCE_CHARACTERS = 4_096;

  /** Longest {@code wanted} and {@code found} of a drifted attribute, in characters. */
  public static final int MAX_VALUE_CHARACTERS = 1_024;

  /** Longest name of a resource, an attribute, an action or a reason, in characters. */
  public static final int MAX_NAME_CHARACTERS = 256;

  /** Longest ARN, in characters. */
  public static final int MAX_ARN_CHARACTERS = 2_048;

  private static final int MAX_TIME_CHARACTERS = 64;

  /** The account and region recorded when the stack was first seen. */
  @ContractType
  public record Account(
      @Required @Size(max = 64) @JsonPropertyDescription("AWS account id, 12 digits.")
          String accountId,
      @Required @Size(max = 32) @JsonPropertyDescription("AWS region code.") String region) {}

  /** The latest plan. */
  @ContractType
  public record PlanStatus(
      @Required
          @Size(max = MAX_SENTENCE_CHARACTERS)
          @JsonPropertyDescription("The plan as one sentence.")
          String summary,
      @Required
          @Size(max = 128)
          @JsonPropertyDescription("Names the plan: equal plans have equal digests.")
          String digest,
      @Size(max = MAX_HELD)
          @JsonPropertyDescription("Changes that are held back, and why, at most 64 of them.")
          @Nullable List<Held> held,
      @Size(max = MAX_WARNINGS)
          @JsonPropertyDescription(
              "What the plan warns of, such as security groups that keep the load balancer out.")
          @Nullable List<@Size(max = MAX_VALUE_CHARACTERS) String> warnings) {}

  /** One change that is held back. */
  @ContractType
  public record Held(
      @Required @Size(max = MAX_NAME_CHARACTERS) @JsonPropertyDescription("Resource as Kind/name.")
          String resource,
      @Required
          @Size(max = MAX_NAME_CHARACTERS)
          @JsonPropertyDescription("What would be done, for example Update or Replace.")
          String action,
      @Required
          @Size(max = MAX_NAME_CHARACTERS)
          @JsonPropertyDescription("Why it is held, as one word for programs.")
          String reason,
      @Required
          @Size(max = MAX_SENTENCE_CHARACTERS)
          @JsonPropertyDescription("Why it is held, and what lets it through.")
          String message) {}

  /** One attribute that differs from what the stack last wrote. */
  @ContractType
  public record Drifted(
      @Required @Size(max = MAX_NAME_CHARACTERS) @JsonPropertyDescription("Resource as Kind/name.")
          String resource,
      @Required
          @Size(max = MAX_NAME_CHARACTERS)
          @JsonPropertyDescription("Attribute by AWS's member name, as drift.ignore takes it.")
          String attribute,
      @Size(max = MAX_VALUE_CHARACTERS)
          @JsonPropertyDescription("Value this stack last wrote; masked where it is sensitive.")
          @Nullable String wanted,
      @Size(max = MAX_VALUE_CHARACTERS)
          @JsonPropertyDescription("Value found instead; masked where it is sensitive.")
          @Nullable String found,
      @Required @Size(max = MAX_TIME_CHARACTERS) @JsonPropertyDescription("When it was first seen.")
          String since) {}

  /** One cloud resource of the stack. */
  @ContractType
  public record Resource(
      @Required
          @Size(max = MAX_NAME_CHARACTERS)
          @JsonPropertyDescription("Kind/name, as plans show it and drift.ignore takes it.")
          String id,
      @Size(max = MAX_NAME_CHARACTERS) @JsonPropertyDescription("Its name or id on AWS.")
          @Nullable String name,
      @Size(max = MAX_ARN_CHARACTERS) @JsonPropertyDescription("Its ARN, where it has one.")
          @Nullable String arn,
      @Size(max = MAX_NAME_CHARACTERS) @JsonPropertyDescription("How it is.")
          @Nullable String health) {}

  /** The servers, as numbers. */
  @ContractType
  public record Fleet(
      @Min(0) @JsonPropertyDescription("Servers the group is to have.") @Nullable Integer desired,
      @Min(0) @JsonPropertyDescription("Servers in service.") @Nullable Integer inService,
      @Min(0) @JsonPropertyDescription("Of these, Spot.") @Nullable Integer spot,
      @Min(0) @JsonPropertyDescription("Of these, On-Demand.") @Nullable Integer onDemand,
      @Size(max = 8)
          @JsonPropertyDescription("Share of Spot among those in service, for example 67%.")
          @Nullable String spotShare,
      @Min(0)
          @JsonPropertyDescription(
              "Servers of an older launch template version than the group's; they stay until they"
                  + " are replaced.")
          @Nullable Integer outdated) {}

  /** What a load balancer needs. */
  @ContractType
  public record Traffic(
      @Size(max = MAX_ARN_CHARACTERS)
          @JsonPropertyDescription("ARN of the target group, for a listener to forward to.")
          @Nullable String targetGroupArn,
      @Size(max = MAX_NAME_CHARACTERS)
          @JsonPropertyDescription(
              "DNS name of the load balancer, its own or the one it hangs behind, for clients or a"
                  + " DNS record.")
          @Nullable String dnsName,
      @Size(max = MAX_NAME_CHARACTERS)
          @JsonPropertyDescription("Route 53 hosted zone id that an alias record to it names.")
          @Nullable String hostedZoneId,
      @Size(max = MAX_LISTENERS)
          @JsonPropertyDescription("ARNs of this stack's listeners, or of the one it hangs behind.")
          @Nullable List<@Size(max = MAX_ARN_CHARACTERS) String> listenerArns,
      @Size(max = MAX_ZONES)
          @JsonPropertyDescription(
              "Targets by availability zone, once a listener forwards to them.")
          @Nullable List<Zone> zones) {}

  /** The targets of one zone, as numbers. */
  @ContractType
  public record Zone(
      @Required @Size(max = 64) @JsonPropertyDescription("Availability zone.") String zone,
      @Required @Min(0) @JsonPropertyDescription("Targets that are healthy.") Integer healthy,
      @Required
          @Min(0)
          @JsonPropertyDescription("Targets that are registered and not on their way out.")
          Integer total) {}

  /** The database. */
  @ContractType
  public record Database(
      @Size(max = MAX_NAME_CHARACTERS)
          @JsonPropertyDescription("How AWS says the cluster is, for example available.")
          @Nullable String status,
      @Size(max = MAX_TIME_CHARACTERS)
          @JsonPropertyDescription("When it was first seen so, where it is not available.")
          @Nullable String statusSince,
      @Size(max = MAX_NAME_CHARACTERS) @JsonPropertyDescription("Engine and version that run.")
          @Nullable String engineVersion,
      @Size(max = MAX_NAME_CHARACTERS)
          @JsonPropertyDescription("Fewest and most ACU of a member, for example 0.5-16.")
          @Nullable String capacity,
      @Size(max = MAX_NAME_CHARACTERS)
          @JsonPropertyDescription("DNS name that leads to the writer.")
          @Nullable String writerEndpoint,
      @Size(max = MAX_NAME_CHARACTERS)
          @JsonPropertyDescription("DNS name that leads to the readers, or to the writer alone.")
          @Nullable String readerEndpoint,
      @Min(1) @JsonPropertyDescription("Port of both endpoints.") @Nullable Integer port,
      @Size(max = MAX_NAME_CHARACTERS) @JsonPropertyDescription("Database made with the cluster.")
          @Nullable String databaseName,
      @Size(max = MAX_NAME_CHARACTERS) @JsonPropertyDescription("Name of the master user.")
          @Nullable String masterUsername,
      @Size(max = MAX_ARN_CHARACTERS)
          @JsonPropertyDescription(
              "ARN of the Secrets Manager secret with the master user's password.")
          @Nullable String masterUserSecretArn,
      @Size(max = MAX_MEMBERS) @JsonPropertyDescription("The members of the cluster.")
          @Nullable List<Member> members,
      @Size(max = MAX_PENDING_CHANGES)
          @JsonPropertyDescription("Changes that AWS makes in the maintenance window.")
          @Nullable List<@Size(max = MAX_VALUE_CHARACTERS) String> pendingChanges,
      @Size(max = MAX_MEMBERS)
          @JsonPropertyDescription(
              "Members that must restart before a change counts, such as max_connections after a"
                  + " change of capacity.")
          @Nullable List<@Size(max = MAX_NAME_CHARACTERS) String> pendingReboot,
      @Size(max = MAX_NAME_CHARACTERS)
          @JsonPropertyDescription(
              "The newest snapshot of this cluster that a person could restore.")
          @Nullable String lastSnapshot) {}

  /** One member of the cluster. */
  @ContractType
  public record Member(
      @Required @Size(max = MAX_NAME_CHARACTERS) @JsonPropertyDescription("Resource as Kind/name.")
          String resource,
      @Required @Size(max = 64) @JsonPropertyDescription("Writer or Reader, as AWS says now.")
          String role,
      @Size(max = 64) @JsonPropertyDescription("Availability zone.") @Nullable String zone,
      @Size(max = 64) @JsonPropertyDescription("How AWS says it is, for example available.")
          @Nullable String status,
      @Size(max = MAX_TIME_CHARACTERS)
          @JsonPropertyDescription("When it was first seen so, where it is not available.")
          @Nullable String statusSince) {}

  /** The latest pass that changed something. */
  @ContractType
  public record LastChange(
      @Required @Size(max = MAX_TIME_CHARACTERS) @JsonPropertyDescription("When.") String time,
      @Required
          @Size(max = MAX_SENTENCE_CHARACTERS)
          @JsonPropertyDescription("The plan's sentence.")
          String summary) {}
}
