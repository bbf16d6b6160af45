package dev.hastack.api.v1alpha1;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** A CRD as committed, and its schema as a flat map that tests can go through. */
enum CommittedCrd {
  HA_STACK(HAStack.class, "hastacks"),
  AWS_ACCOUNT(AWSAccount.class, "awsaccounts");

  private final Class<? extends CustomResource<?, ?>> type;
  private final String plural;

  CommittedCrd(Class<? extends CustomResource<?, ?>> type, String plural) {
    this.type = type;
    this.plural = plural;
  }

  Class<? extends CustomResource<?, ?>> type() {
    return type;
  }

  Path file() {
    return Path.of("crds", plural + ".hastack.dev-v1.yml");
  }

  CustomResourceDefinition read() {
    try {
      return Serialization.unmarshal(Files.readString(file()), CustomResourceDefinition.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Every node of the schema by its path: {@code spec.aws.tags} for a property, {@code [*]}
   * appended for the items of a list and the values of a map; {@code ""} is the root.
   */
  SortedMap<String, JSONSchemaProps> nodes() {
    SortedMap<String, JSONSchemaProps> nodes = new TreeMap<>();
    collect("", read().getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema(), nodes);
    return nodes;
  }

  /** One of {@link #nodes()}. */
  JSONSchemaProps node(String path) {
    return Objects.requireNonNull(nodes().get(path), path);
  }

  private static void collect(
      String path, JSONSchemaProps node, SortedMap<String, JSONSchemaProps> nodes) {
    nodes.put(path, node);
    if (node.getProperties() != null) {
      node.getProperties()
          .forEach(
              (name, child) -> collect(path.isEmpty() ? name : path + "." + name, child, nodes));
    }
    if (node.getItems() != null) {
      collect(path + "[*]", node.getItems().getSchema(), nodes);
    }
    if (node.getAdditionalProperties() != null) {
      collect(path + "[*]", node.getAdditionalProperties().getSchema(), nodes);
    }
  }
}
