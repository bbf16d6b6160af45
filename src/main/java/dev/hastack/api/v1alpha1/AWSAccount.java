package dev.hastack.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * An AWS account that an administrator lends to namespaces: how the operator gets into it, and what
 * the stacks of tenants may name there. Cluster-scoped, so that no tenant can widen it.
 */
@Group(HAStack.GROUP)
@Version(HAStack.VERSION)
@Plural("awsaccounts")
@ShortNames("awsa")
@ValidationRule(
    value = "size(self.metadata.name) <= 63",
    message =
        "metadata.name of an AWSAccount must be at most 63 characters long; choose another name")
@AdditionalPrinterColumn(
    name = "Account",
    jsonPath = ".spec.accountId",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Stacks",
    jsonPath = ".status.stacks",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Role",
    jsonPath = ".spec.role.arn",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class AWSAccount extends CustomResource<AWSAccountSpec, AWSAccountStatus> {
  private static final long serialVersionUID = 1L;
}
