package dev.hastack.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The one run of the CRD generator, and what it cannot say by annotations: that spec is required,
 * formats, list types, the order of columns.
 */
final class CrdGeneration {
  private static final Set<String> TIMES = Set.of("lastTransitionTime", "since", "time");
  private static final Set<String> INT64 = Set.of("observedGeneration");
  private static final Set<String> SETS =
      Set.of("subnetIds", "securityGroupIds", "types", "suspendedProcesses");

  /** In which the lists of the same names hold globs, and a repetition is harmless. */
  private static final String ALLOW = "allow";

  private static final String HEADER =
      "# Generated from the types of dev.hastack.api.v1alpha1; rewrite it with\n"
          + "# ./mvnw test -Dtest=CrdIsCurrentTest -Dhastack.update=true";

  /** The generator writes 3.1536E7, which YAML 1.1 parsers take for text. */
  private static final Pattern BOUND = Pattern.compile("(?m)(m(?:in|ax)imum: )([0-9.E]+)$");

  private CrdGeneration() {}

  /** The CRD as it has to be committed. */
  static String yaml(CommittedCrd crd) {
    ByteArrayOutputStream yaml = new ByteArrayOutputStream();
    int generated =
        new CRDGenerator()
            .withPostProcessor(new Completion(crd))
            .withOutput(new InMemory(yaml))
            .customResourceClasses(List.of(crd.type()))
            .forCRDVersions("v1")
            .generate();
    if (generated != 1) {
      throw new IllegalStateException("generated " + generated + " CRDs instead of 1");
    }
    return BOUND
        .matcher(yaml.toString(StandardCharsets.UTF_8).replaceFirst("(?m)^#.*$", HEADER))
        .replaceAll(bound -> bound.group(1) + new BigDecimal(bound.group(2)).toBigIntegerExact());
  }

  private static void complete(CommittedCrd which, CustomResourceDefinition crd) {
    CustomResourceDefinitionVersion version = crd.getSpec().getVersions().getFirst();
    JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
    root.setDescription(
        switch (which) {
          case HA_STACK ->
              "One highly available, cost-optimised web stack in the cloud: a fleet of servers"
                  + " mixing On-Demand and Spot, and the target group they register in.";
          case AWS_ACCOUNT ->
              "An AWS account that an administrator lends to namespaces: how the operator gets into"
                  + " it, and what the stacks of tenants may name there.";
        });
    root.setRequired(List.of("spec"));
    property(root, "spec")
        .setDescription(
            switch (which) {
              case HA_STACK ->
                  "What is wanted: the words every cloud shares, and exactly one cloud.";
              case AWS_ACCOUNT ->
                  "Who may use the account, how it is entered, and what may be named in it.";
            });
    property(root, "status")
        .setDescription("What the operator found and did. Written by the operator only.");
    JSONSchemaProps conditions = property(property(root, "status"), "conditions");
    conditions.setXKubernetesListType("map");
    conditions.setXKubernetesListMapKeys(List.of("type"));
    complete("", root);
    version
        .getAdditionalPrinterColumns()
        .sort(Comparator.comparingInt(column -> columnsInOrder(which).indexOf(column.getName())));
  }

  private static List<String> columnsInOrder(CommittedCrd crd) {
    return Stream.of(crd.type().getAnnotationsByType(AdditionalPrinterColumn.class))
        .map(AdditionalPrinterColumn::name)
        .toList();
  }

  private static JSONSchemaProps property(JSONSchemaProps parent, String name) {
    return Objects.requireNonNull(parent.getProperties().get(name), name);
  }

  private static void complete(String name, JSONSchemaProps node) {
    if ("integer".equals(node.getType())) {
      node.setFormat(INT64.contains(name) ? "int64" : "int32");
    }
    if ("string".equals(node.getType()) && TIMES.contains(name)) {
      node.setFormat("date-time");
    }
    if ("array".equals(node.getType()) && SETS.contains(name)) {
      node.setXKubernetesListType("set");
    }
    if (node.getProperties() != null) {
      if (!ALLOW.equals(name)) {
        node.getProperties().forEach(CrdGeneration::complete);
      }
    }
    if (node.getItems() != null) {
      complete("", node.getItems().getSchema());
    }
  }

  private record Completion(CommittedCrd which) implements CRDPostProcessor {
    @Override
    public HasMetadata process(HasMetadata crd, String crdSpecVersion) {
      complete(which, (CustomResourceDefinition) crd);
      return crd;
    }
  }

  private record InMemory(ByteArrayOutputStream yaml)
      implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {
    @Override
    public ByteArrayOutputStream outputFor(String crdName) {
      return yaml;
    }

    @Override
    public void close() throws IOException {
      yaml.close();
    }
  }
}
