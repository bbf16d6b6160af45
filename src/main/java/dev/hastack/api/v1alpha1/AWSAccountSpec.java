package dev.hastack.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may use an account, how it is entered, and what may be named in it. Whatever is left out
 * allows nothing.
 */
@ContractType
@ValidationRule(
    value = "self.accountId == oldSelf.accountId",
    message =
        "accountId cannot be changed, since stacks live in that account; create another AWSAccount"
            + " for another account")
@ValidationRule(
    value = "!has(self.role) || self.role.arn.contains(':iam::' + self.accountId + ':')",
    message = "role.arn must be a role of the account accountId; correct one of them")
public record AWSAccountSpec(
    @Required
        @Size(max = 12)
        @Pattern("^[0-9]{12}$")
        @JsonPropertyDescription(
            "The account's id, twelve digits. Required. It is compared with what AWS says of the"
                + " credentials, and nothing is done where they differ. It cannot be changed"
                + " afterwards.")
        String accountId,
    @JsonPropertyDescription(
            "The role that the operator assumes to work in this account. Left out: the operator's"
                + " own credentials are used.")
        @Nullable Role role,
    @Size(max = 64)
        @JsonPropertyDescription(
            "Regions in which stacks may live, as globs; \"*\" for all. Left out: none.")
        @Nullable List<@Pattern("^[a-z0-9*?-]+$") @Size(max = 32) String> regions,
    @JsonPropertyDescription("Namespaces whose stacks may use this account. Left out: none.")
        @Nullable Namespaces namespaces,
    @JsonPropertyDescription(
            "What those stacks may name, in lists of globs, each of which must match the whole"
                + " value as the stack writes it: * stands for any characters, ? for one. A list"
                + " that is left out allows nothing of its kind; \"*\" allows all of it.")
        @Nullable Allow allow) {

  /** A role that another account, or this one, lets the operator assume. */
  @ContractType
  public record Role(
      @Required
          @Size(max = 2048)
          @Pattern("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+$")
          @JsonPropertyDescription(
              "ARN of the role. Required. Its trust policy must admit the operator's role.")
          String arn,
      @Size(min = 2, max = 1224)
          @Pattern("^[A-Za-z0-9_+=,.@:/-]+$")
          @JsonPropertyDescription(
              "What the role's trust policy asks for as sts:ExternalId. Left out: it asks for"
                  + " nothing.")
          @Nullable String externalId) {}

  /** Which namespaces: those named, and those that have all of the labels. */
  @ContractType
  @ValidationRule(
      value = "has(self.matchNames) || has(self.matchLabels)",
      message =
          "namespaces needs matchNames or matchLabels; write one of them, or leave namespaces out"
              + " to admit none")
  public record Namespaces(
      @Size(max = 256)
          @JsonPropertyDescription(
              "Names of namespaces, as globs; \"*\" for all. Left out: none by its name.")
          @Nullable List<@Pattern("^[a-z0-9*?-]+$") @Size(max = 63) String> matchNames,
      @Size(min = 1, max = 16)
          @JsonPropertyDescription(
              "Labels that a namespace must have, all of them. Left out: none by its labels.")
          @Nullable Map<String, @Size(max = 63) String> matchLabels) {}

  /** What stacks may name, by kind. */
  @ContractType
  public record Allow(
      @Size(max = 256)
          @JsonPropertyDescription(
              "Instance profiles, which give servers a role, by name or ARN. Left out: none.")
          @Nullable List<@Size(min = 1, max = 640) String> instanceProfiles,
      @Size(max = 256)
          @JsonPropertyDescription(
              "Ids of subnets for servers, load balancers and databases. Left out: none, so that no"
                  + " stack can be made.")
          @Nullable List<@Size(min = 1, max = 64) String> subnetIds,
      @Size(max = 256)
          @JsonPropertyDescription(
              "Ids of security groups. Left out: none. A stack that names none gets the VPC's"
                  + " default group.")
          @Nullable List<@Size(min = 1, max = 64) String> securityGroupIds,
      @Size(max = 256) @JsonPropertyDescription("Names of EC2 key pairs. Left out: none.")
          @Nullable List<@Size(min = 1, max = 255) String> keyNames,
      @Size(max = 256)
          @JsonPropertyDescription(
              "KMS keys, by id, ARN or alias as the stack writes it. Left out: none.")
          @Nullable List<@Size(min = 1, max = 2048) String> kmsKeyIds,
      @Size(max = 256)
          @JsonPropertyDescription(
              "Owners of images: self (this account), amazon, aws-marketplace, or an account's id."
                  + " Left out: none, so that no stack can be made.")
          @Nullable List<@Size(min = 1, max = 64) String> imageOwners,
      @Size(max = 256)
          @JsonPropertyDescription(
              "Systems Manager parameters that hold an image's id. The image's owner must be"
                  + " allowed too. Left out: none.")
          @Nullable List<@Size(min = 1, max = 2048) String> ssmParameters,
      @Size(max = 256)
          @JsonPropertyDescription("ARNs of certificates of listeners. Left out: none.")
          @Nullable List<@Size(min = 1, max = 2048) String> certificateArns,
      @Size(max = 256)
          @JsonPropertyDescription(
              "Snapshots that a database may be restored from, by name or ARN as the stack writes"
                  + " it. Left out: none.")
          @Nullable List<@Size(min = 1, max = 255) String> snapshots) {}
}
