package dev.hastack.provider.aws.rights;

import static dev.hastack.provider.aws.rights.Condition.is;
import static dev.hastack.provider.aws.rights.Condition.isOurs;
import static dev.hastack.provider.aws.rights.Condition.like;
import static dev.hastack.provider.aws.rights.Condition.marksAsOurs;

import java.util.List;
import java.util.Optional;

/**
 * A statement of the policy: on what, and under which conditions, its actions are allowed. Which
 * actions know which resources and conditions, the Service Authorization Reference says, a page a
 * service. Words in capitals are filled in by whoever creates the policy.
 *
 * <p>Conditions ask for our tag wherever it counts at once. RDS may take minutes until a new tag
 * counts, so what is RDS's is told by the form of its name.
 */
public enum Grant {
  CORE_READS(Tier.CORE, "Reads", List.of("*")),

  FLEET_READS(Tier.FLEET, "Reads", List.of("*")),
  FLEET_IMAGE_PARAMETERS(
      Tier.FLEET,
      "ImageParameters",
      List.of(
          "arn:aws:ssm:REGION::parameter/aws/service/*",
          "arn:aws:ssm:REGION:ACCOUNT_ID:parameter/IMAGE_PARAMETERS")),
  FLEET_NEW_TEMPLATES(Tier.FLEET, "NewTemplates", List.of(Grant.TEMPLATES), marksAsOurs()),
  FLEET_NEW_TEMPLATE_TAGS(
      Tier.FLEET,
      "NewTemplateTags",
      List.of(Grant.TEMPLATES),
      marksAsOurs(),
      is("ec2:CreateAction", "CreateLaunchTemplate")),
  FLEET_OWN_TEMPLATES(Tier.FLEET, "OwnTemplates", List.of(Grant.TEMPLATES), isOurs()),
  FLEET_NEW_GROUPS(Tier.FLEET, "NewGroups", List.of(Grant.GROUPS), marksAsOurs()),
  FLEET_OWN_GROUPS(Tier.FLEET, "OwnGroups", List.of(Grant.GROUPS), isOurs()),
  FLEET_LAUNCHES(
      Tier.FLEET,
      "Launches",
      List.of(
          "arn:aws:ec2:REGION::image/*",
          "arn:aws:ec2:REGION::snapshot/*",
          "arn:aws:ec2:REGION:ACCOUNT_ID:instance/*",
          "arn:aws:ec2:REGION:ACCOUNT_ID:key-pair/*",
          "arn:aws:ec2:REGION:ACCOUNT_ID:network-interface/*",
          "arn:aws:ec2:REGION:*:security-group/*",
          "arn:aws:ec2:REGION:*:subnet/*",
          "arn:aws:ec2:REGION:ACCOUNT_ID:volume/*"),
      like("ArnLike", "ec2:LaunchTemplate", Grant.TEMPLATES)),
  FLEET_LAUNCH_TAGS(
      Tier.FLEET,
      "LaunchTags",
      List.of("arn:aws:ec2:REGION:ACCOUNT_ID:volume/*"),
      is("ec2:CreateAction", "RunInstances")),
  FLEET_INSTANCE_ROLES(
      Tier.FLEET,
      "InstanceRoles",
      List.of("arn:aws:iam::ACCOUNT_ID:role/INSTANCE_ROLES"),
      is("iam:PassedToService", "ec2.amazonaws.com")),
  FLEET_LINKED_ROLE(
      Tier.FLEET,
      "LinkedRole",
      List.of(linkedRole("autoscaling")),
      is("iam:AWSServiceName", "autoscaling.amazonaws.com")),

  TRAFFIC_READS(Tier.TRAFFIC, "Reads", List.of("*")),
  TRAFFIC_CERTIFICATES(
      Tier.TRAFFIC, "Certificates", List.of("arn:aws:acm:REGION:ACCOUNT_ID:certificate/*")),
  TRAFFIC_LOG_BUCKETS(Tier.TRAFFIC, "LogBuckets", List.of("arn:aws:s3:::LOG_BUCKETS")),
  TRAFFIC_NEW(
      Tier.TRAFFIC, "New", List.of(Grant.TARGET_GROUPS, Grant.LOAD_BALANCERS), marksAsOurs()),
  TRAFFIC_NEW_LISTENERS(
      Tier.TRAFFIC, "NewListeners", List.of(Grant.LOAD_BALANCERS), marksAsOurs(), isOurs()),
  TRAFFIC_NEW_RULES(Tier.TRAFFIC, "NewRules", List.of(Grant.LISTENERS), marksAsOurs()),
  TRAFFIC_NEW_TAGS(
      Tier.TRAFFIC,
      "NewTags",
      List.of(Grant.TARGET_GROUPS, Grant.LOAD_BALANCERS, Grant.LISTENERS, Grant.RULES),
      marksAsOurs(),
      is(
          "elasticloadbalancing:CreateAction",
          "CreateListener",
          "CreateLoadBalancer",
          "CreateRule",
          "CreateTargetGroup")),
  TRAFFIC_OWN(
      Tier.TRAFFIC,
      "Own",
      List.of(Grant.TARGET_GROUPS, Grant.LOAD_BALANCERS, Grant.LISTENERS, Grant.RULES),
      isOurs()),
  TRAFFIC_LINKED_ROLE(
      Tier.TRAFFIC,
      "LinkedRole",
      List.of(linkedRole("elasticloadbalancing")),
      is("iam:AWSServiceName", "elasticloadbalancing.amazonaws.com")),

  DATABASE_READS(Tier.DATABASE, "Reads", List.of("*")),
  DATABASE_NEW(
      Tier.DATABASE,
      "New",
      List.of(
          Grant.CLUSTERS,
          Grant.MEMBERS,
          Grant.SUBNET_GROUPS,
          "arn:aws:rds:REGION:ACCOUNT_ID:cluster-pg:*",
          "arn:aws:rds:REGION:ACCOUNT_ID:og:*",
          "arn:aws:rds:REGION:ACCOUNT_ID:pg:*",
          "arn:aws:rds:REGION:*:cluster-snapshot:*"),
      marksAsOurs()),
  DATABASE_OWN(
      Tier.DATABASE,
      "Own",
      List.of(
          Grant.CLUSTERS,
          Grant.MEMBERS,
          Grant.SUBNET_GROUPS,
          Grant.snapshots("final"),
          Grant.snapshots("last"))),
  DATABASE_KEYS_SEEN(Tier.DATABASE, "KeysSeen", List.of("arn:aws:kms:REGION:ACCOUNT_ID:key/*")),
  DATABASE_KEYS_USED(
      Tier.DATABASE,
      "KeysUsed",
      List.of("arn:aws:kms:REGION:ACCOUNT_ID:key/DATABASE_KEYS"),
      like("StringLike", "kms:ViaService", "rds.*.amazonaws.com")),
  DATABASE_PASSWORDS(
      Tier.DATABASE,
      "Passwords",
      List.of("arn:aws:secretsmanager:REGION:ACCOUNT_ID:secret:rds!cluster-*")),
  DATABASE_LINKED_ROLE(
      Tier.DATABASE,
      "LinkedRole",
      List.of(linkedRole("rds")),
      is("iam:AWSServiceName", "rds.amazonaws.com")),

  SIGNALS_READS(Tier.SIGNALS, "Reads", List.of("*")),
  SIGNALS_QUEUES(Tier.SIGNALS, "Queues", List.of("arn:aws:sqs:REGION:ACCOUNT_ID:hastack-*")),
  SIGNALS_RULES(Tier.SIGNALS, "Rules", List.of("arn:aws:events:REGION:ACCOUNT_ID:rule/hastack-*")),
  SIGNALS_OWN_GROUPS(Tier.SIGNALS, "OwnGroups", List.of(Grant.GROUPS), isOurs()),
  SIGNALS_OWN_TARGETS(Tier.SIGNALS, "OwnTargets", List.of(Grant.TARGET_GROUPS), isOurs()),

  ACCOUNTS_ROLES(Tier.ACCOUNTS, "Roles", List.of("arn:aws:iam::*:role/ACCOUNT_ROLES"));

  /** The word for the value of the tag {@code hastack.dev/cluster}. */
  static final String CLUSTER_ID = "CLUSTER_ID";

  private static final String TEMPLATES = "arn:aws:ec2:REGION:ACCOUNT_ID:launch-template/*";
  private static final String GROUPS =
      "arn:aws:autoscaling:REGION:ACCOUNT_ID:autoScalingGroup:*:autoScalingGroupName/*";
  private static final String TARGET_GROUPS =
      "arn:aws:elasticloadbalancing:REGION:ACCOUNT_ID:targetgroup/*";
  private static final String LOAD_BALANCERS =
      "arn:aws:elasticloadbalancing:REGION:ACCOUNT_ID:loadbalancer/*";
  private static final String LISTENERS =
      "arn:aws:elasticloadbalancing:REGION:ACCOUNT_ID:listener/*";
  private static final String RULES =
      "arn:aws:elasticloadbalancing:REGION:ACCOUNT_ID:listener-rule/*";

  /** Each of our names ends in eight hex digits. */
  private static final String OUR_NAME = "STACK_NAMES-????????";

  private static final String CLUSTERS = "arn:aws:rds:REGION:ACCOUNT_ID:cluster:" + OUR_NAME;
  private static final String MEMBERS = "arn:aws:rds:REGION:ACCOUNT_ID:db:" + OUR_NAME;
  private static final String SUBNET_GROUPS = "arn:aws:rds:REGION:ACCOUNT_ID:subgrp:" + OUR_NAME;

  private final Tier tier;
  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody can change
  private final List<String> resources;

  @SuppressWarnings("ImmutableEnumChecker") // as above
  private final List<Condition> conditions;

  Grant(Tier tier, String title, List<String> resources, Condition... conditions) {
    this.tier = tier;
    this.title = title;
    this.resources = List.copyOf(resources);
    this.conditions = List.of(conditions);
  }

  public Tier tier() {
    return tier;
  }

  /** The statement's id in the policy. */
  public String sid() {
    return tier.title() + title;
  }

  public List<String> resources() {
    return resources;
  }

  /** All of which must hold. */
  public List<Condition> conditions() {
    return conditions;
  }

  /** The right to make a call. */
  public AwsRight toCall(String action, String why) {
    return new AwsRight(this, action, why, Optional.empty());
  }

  /**
   * A right that AWS asks for beside that to the call itself.
   *
   * @param source the page that says so
   */
  public AwsRight dependent(String action, String why, String source) {
    return new AwsRight(this, action, why, Optional.of(source));
  }

  private static String snapshots(String kind) {
    return "arn:aws:rds:REGION:ACCOUNT_ID:cluster-snapshot:" + OUR_NAME + "-" + kind + "-*";
  }

  /** "Service-linked roles", IAM user guide. */
  private static String linkedRole(String service) {
    return "arn:aws:iam::ACCOUNT_ID:role/aws-service-role/" + service + ".amazonaws.com/*";
  }
}
