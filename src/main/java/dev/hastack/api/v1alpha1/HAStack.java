package dev.hastack.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * One highly available, cost-optimised web stack in the cloud: what a person wrote ({@code spec})
 * and what the operator found and did ({@code status}).
 *
 * <p>The name's rule is narrower than Kubernetes': names of cloud resources are built from it, so
 * it starts with a letter, has no dots and no double hyphens, and leaves room for what is appended.
 */
@Group(HAStack.GROUP)
@Version(HAStack.VERSION)
@Plural("hastacks")
@ShortNames("has")
@ValidationRule(
    value =
        "self.metadata.name.matches('^[a-z]([a-z0-9]|-[a-z0-9])*$') && size(self.metadata.name) <="
            + " 40",
    message =
        "metadata.name must start with a lower-case letter, contain only lower-case letters, digits"
            + " and single hyphens between them, and be at most 40 characters long; choose another"
            + " name")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Desired",
    jsonPath = ".status.fleet.desired",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "In-Service",
    jsonPath = ".status.fleet.inService",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Spot",
    jsonPath = ".status.fleet.spot",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Drifted",
    jsonPath = ".status.conditions[?(@.type==\"Drifted\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Region",
    jsonPath = ".spec.aws.region",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Spot Share",
    jsonPath = ".status.fleet.spotShare",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "DNS Name",
    jsonPath = ".status.traffic.dnsName",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "DB ACU",
    jsonPath = ".status.database.capacity",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Last Change",
    jsonPath = ".status.lastChange.time",
    type = AdditionalPrinterColumn.Type.DATE,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class HAStack extends CustomResource<HAStackSpec, HAStackStatus>
    implements Namespaced {
  /** API group of every kind of this operator. */
  public static final String GROUP = "hastack.dev";

  /** The only version so far. */
  public static final String VERSION = "v1alpha1";

  private static final long serialVersionUID = 1L;
}
