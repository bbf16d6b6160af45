package dev.hastack.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The servers: what becomes one launch template and one Auto Scaling group, or one in each zone.
 *
 * <p>Limits are those of the Auto Scaling and EC2 API references.
 *
 * @param userData plain text; the operator encodes it and checks AWS's limit, which is in bytes
 */
@ContractType
@ValidationRule(
    value = "self.instanceTypes.all(a, self.instanceTypes.exists_one(b, b.type == a.type))",
    message = "fleet.instanceTypes must not name a type twice; remove the repetition")
@ValidationRule(
    value = "!has(self.userData) || !has(self.userDataFrom)",
    message = "fleet has userData and userDataFrom; leave one of them out")
public record FleetSpec(
    @Required @JsonPropertyDescription("The machine image the servers start from. Required.")
        ImageSpec image,
    @Required
        @Size(min = 1, max = 40)
        @JsonPropertyDescription(
            "Instance types the group may start, 1 to 40, each once. Required. The more types, the"
                + " steadier Spot is. The order counts only for the strategies prioritized and"
                + " capacity-optimized-prioritized.")
        List<InstanceType> instanceTypes,
    @Default("OneGroup")
        @JsonPropertyDescription(
            "OneGroup: one Auto Scaling group over all zones, which AWS balances. OneGroupPerZone:"
                + " one group in each zone of the subnets, all on the one target group; capacity"
                + " and On-Demand base are split evenly, the remainder in zone order, and while AWS"
                + " says that a zone is impaired the others take over its servers as far as their"
                + " share of capacity.max allows. May be changed at any time: the former groups go"
                + " when the new ones serve, so for a while there are up to twice as many servers."
                + " Default OneGroup.")
        ZoneLayout zoneLayout,
    @Size(max = 640)
        @Pattern(
            "^([A-Za-z0-9_+=,.@-]{1,128}|arn:aws[a-z-]*:iam::[0-9]{12}:instance-profile/[A-Za-z0-9_+=,.@/-]+)$")
        @JsonPropertyDescription(
            "Name or ARN of the IAM instance profile whose role the servers act as. Left out: they"
                + " have none. It must exist.")
        @Nullable String instanceProfile,
    @Size(min = 1, max = 255)
        @JsonPropertyDescription(
            "Name of the EC2 key pair for SSH, at most 255 characters. Left out: no key. It must"
                + " exist.")
        @Nullable String keyName,
    @Size(max = 16384)
        @JsonPropertyDescription(
            "Script or cloud-init document run at first boot, as plain text of at most 16,384 bytes"
                + " (AWS counts before encoding, which the operator does). Left out: none. Plans"
                + " and status never show it. No secrets here: every process on a server can read"
                + " it.")
        @Nullable String userData,
    @JsonPropertyDescription(
            "A Secret or ConfigMap of the stack's namespace that holds the user data instead: text"
                + " of at most 16,384 bytes. It is read every minute, and a change of it is a"
                + " change of the spec. While it cannot be read or is not there, nothing of the"
                + " stack is changed. AWS keeps user data readable for whoever may describe the"
                + " launch template, and for every process on a server.")
        @Nullable UserDataFrom userDataFrom,
    @JsonPropertyDescription("The root volume. Left out: as the image says.")
        @Nullable RootVolume rootVolume,
    @Default("{}")
        @JsonPropertyDescription(
            "The instance metadata service. Left out: IMDSv2 only, one network hop.")
        MetadataOptions metadata,
    @JsonPropertyDescription(
            "Whether EC2 sends metrics of each server every minute, for money, instead of every"
                + " five. Left out: false.")
        @Nullable Boolean detailedMonitoring,
    @Default("{}")
        @JsonPropertyDescription("How On-Demand and Spot are mixed. Left out: On-Demand only.")
        PurchaseSpec purchase,
    @JsonPropertyDescription(
            "Which verdicts make the group replace a server, beyond EC2 status checks, which always"
                + " count. Left out: not managed; a new group heeds EC2 status checks only.")
        @Nullable HealthCheck healthCheck,
    @Min(0)
        @JsonPropertyDescription(
            "Seconds until a new server counts in the group's metrics and health. Left out: not"
                + " managed; AWS's default is none.")
        @Nullable Integer defaultInstanceWarmupSeconds,
    @Min(86400)
        @Max(31536000)
        @JsonPropertyDescription(
            "Seconds after which a server is replaced however healthy, 86,400 (a day) to 31,536,000"
                + " (a year). Left out: not managed; AWS's default is no limit.")
        @Nullable Integer maxInstanceLifetimeSeconds,
    @Size(min = 1, max = 7)
        @JsonPropertyDescription(
            "Which server goes first when the group shrinks, tried in this order; 1 to 7. Left out:"
                + " not managed; AWS's default is Default.")
        @Nullable List<TerminationPolicy> terminationPolicies,
    @JsonPropertyDescription(
            "Whether new servers are protected from going when the group shrinks. Left out: not"
                + " managed; AWS's default is false. Deleting the stack lifts it.")
        @Nullable Boolean scaleInProtection,
    @Size(max = 9)
        @JsonPropertyDescription(
            "Processes of the group that stand still, each at most once. Left out: not managed. An"
                + " empty list: all run. Suspending Launch or Terminate stops replacements.")
        @Nullable List<ScalingProcess> suspendedProcesses,
    @Default("true")
        @JsonPropertyDescription(
            "Whether the group publishes its own metrics every minute, free of charge. Default"
                + " true.")
        Boolean groupMetrics,
    @JsonPropertyDescription(
            "Whether the servers are only started once the database can be reached. Left out:"
                + " false; both are made side by side.")
        @Nullable Boolean waitForDatabase) {

  /** How many groups the servers are in. */
  public enum ZoneLayout {
    OneGroup,
    OneGroupPerZone
  }

  /** One instance type the group may start. */
  @ContractType
  public record InstanceType(
      @Required
          @Size(max = 32)
          @Pattern("^[a-z][a-z0-9-]*\\.[a-z0-9-]+$")
          @JsonPropertyDescription(
              "EC2 instance type, for example t3.medium. Required. All types must suit the image's"
                  + " architecture.")
          String type) {}

  /**
   * The root volume.
   *
   * <p>io1 and io2 are left out because they cannot be had without an IOPS number, st1 and sc1
   * because nothing boots from them (EC2 user guide, EBS volume types).
   */
  @ContractType
  @ValidationRule(
      value =
          "!has(self.type) || !has(self.sizeGiB) || self.type != 'gp2' || self.sizeGiB <= 16384",
      message = "rootVolume.sizeGiB of type gp2 is at most 16384; make it smaller or use gp3")
  @ValidationRule(
      value =
          "!has(self.type) || !has(self.sizeGiB) || self.type != 'standard' || self.sizeGiB <="
              + " 1024",
      message = "rootVolume.sizeGiB of type standard is at most 1024; make it smaller or use gp3")
  public record RootVolume(
      @Min(1)
          @Max(65536)
          @JsonPropertyDescription(
              "Size in GiB, 1 to 65,536 (gp2 16,384, standard 1,024), at least the image's own."
                  + " Left out: the image's own.")
          @Nullable Integer sizeGiB,
      @JsonPropertyDescription("EBS volume type: gp3, gp2 or standard. Left out: the image's own.")
          @Nullable VolumeType type,
      @JsonPropertyDescription(
              "Whether the volume is encrypted, with the account's default key. Left out: as the"
                  + " image and the account's settings say.")
          @Nullable Boolean encrypted) {}

  /** EBS volume types a server can boot from without further settings. */
  public enum VolumeType {
    gp3,
    gp2,
    standard
  }

  /** The instance metadata service. */
  @ContractType
  public record MetadataOptions(
      @Default("required")
          @JsonPropertyDescription(
              "required lets only IMDSv2 in, with a session token; optional also lets IMDSv1 in,"
                  + " which a forged request can abuse. Default required.")
          HttpTokens httpTokens,
      @Default("1")
          @Min(1)
          @Max(64)
          @JsonPropertyDescription(
              "Network hops an answer may travel, 1 to 64. Containers on a bridge network need 2."
                  + " Default 1.")
          Integer hopLimit) {}

  /** Whether a session token is needed to read instance metadata. */
  public enum HttpTokens {
    required,
    optional
  }

  /** Which verdicts make the group replace a server. */
  @ContractType
  public record HealthCheck(
      @Required
          @Size(min = 1, max = 2)
          @JsonPropertyDescription(
              "Verdicts that count besides EC2 status checks, a set of ELB (the target group's"
                  + " health check, which needs aws.targetGroup) and EBS (reachability of the"
                  + " volumes). Required.")
          List<HealthCheckType> types,
      @Min(0)
          @JsonPropertyDescription(
              "Seconds after a server starts in which a bad verdict does not count. Left out: not"
                  + " managed; AWS's default is 0 for a group made by its API.")
          @Nullable Integer gracePeriodSeconds) {}

  /** A verdict besides EC2 status checks. */
  public enum HealthCheckType {
    ELB,
    EBS
  }

  /** Who goes first when the group shrinks, in AWS's words. */
  public enum TerminationPolicy {
    Default,
    AllocationStrategy,
    OldestLaunchTemplate,
    OldestLaunchConfiguration,
    ClosestToNextInstanceHour,
    NewestInstance,
    OldestInstance
  }

  /** A process of the group that can be suspended, in AWS's words. */
  public enum ScalingProcess {
    Launch,
    Terminate,
    AddToLoadBalancer,
    AlarmNotification,
    AZRebalance,
    HealthCheck,
    InstanceRefresh,
    ReplaceUnhealthy,
    ScheduledActions
  }
}
