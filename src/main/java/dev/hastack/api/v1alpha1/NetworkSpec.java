package dev.hastack.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the servers live. That two subnets lie in two zones is not visible here: the operator
 * checks it against AWS.
 *
 * @param securityGroupIds of the servers; null leaves the VPC's default group to AWS
 */
@ContractType
@ValidationRule(
    value = "self.allowSingleZone || size(self.subnetIds) >= 2",
    message =
        "network.subnetIds must name subnets of at least two availability zones; add a subnet of"
            + " another zone or set network.allowSingleZone: true")
public record NetworkSpec(
    @Required
        @Size(min = 1, max = 16)
        @JsonPropertyDescription(
            "Ids of the subnets the servers start in, 1 to 16, all of one VPC. Required. They must"
                + " lie in at least two availability zones unless allowSingleZone is true.")
        List<@Pattern("^subnet-[0-9a-z]+$") @Size(max = 64) String> subnetIds,
    @Default("false")
        @JsonPropertyDescription(
            "Whether all servers may stand in one availability zone, where one failure takes them"
                + " all. Default false.")
        Boolean allowSingleZone,
    @Size(min = 1, max = 16)
        @JsonPropertyDescription(
            "Ids of the security groups of the servers, 1 to 16, of the subnets' VPC. Left out: AWS"
                + " gives them the VPC's default group. AWS's quota is 5 for each network interface"
                + " unless raised.")
        @Nullable List<@Pattern("^sg-[0-9a-z]+$") @Size(max = 64) String> securityGroupIds) {}
