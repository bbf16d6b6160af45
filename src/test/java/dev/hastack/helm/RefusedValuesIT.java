package dev.hastack.helm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.cache.Helm;
import dev.hastack.testing.World;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real Helm says of the chart and of values that cannot be meant. */
class RefusedValuesIT {
  private static final String CHART = Path.of("helm", "hastack").toString();
  private static final String REPOSITORY = "image.repository=registry.example.com/hastack";

  @TempDir private Path directory;

  private Helm helm() {
    return Helm.in(
        World.cache(), directory.resolve("no-kubeconfig.yaml"), directory.resolve("helm"));
  }

  @Test
  void shouldFindNoFaultWhenTheChartIsLintedStrictly() {
    assertThat(helm().run("lint", CHART, "--strict", "--set", REPOSITORY))
        .contains("1 chart(s) linted, 0 chart(s) failed");
  }

  static Stream<Arguments> wrongValues() {
    return Stream.of(
        wrong("image.repository=", "image.repository"),
        wrong("replicas=two", "/replicas"),
        wrong("replica=2", "replica"),
        wrong("image.digest=sha256:short", "/image/digest"),
        wrong("operator.resync=60", "/operator/resync"),
        wrong("operator.logLevel=verbose", "/operator/logLevel"),
        wrong("operator.watchNamespaces=shop", "/operator/watchNamespaces"),
        wrong("crds.install=sometimes", "/crds/install"),
        wrong("aws.region=Ireland", "/aws/region"),
        wrong("aws.endpointUrl=localhost:4566", "/aws/endpointUrl"),
        wrong("tracing.endpoint=collector:4318", "/tracing/endpoint"),
        wrong("aws.credentials.type=Magic", "/aws/credentials/type"),
        wrong("aws.ownCredentials.allow.keyNames=operations", "/aws/ownCredentials/allow/keyNames"),
        wrong("networkPolicy.apiServerPorts[0]=0", "/networkPolicy/apiServerPorts/0"),
        wrong("resources.limits.memory=lots", "/resources/limits/memory"),
        wrong("resources.limits.memory=null", "/resources/limits", "memory"),
        wrong("operator.leaderElection.enabled=false", "leaderElection.enabled", "replicas"),
        wrong("serviceAccount.create=false", "serviceAccount.name"),
        wrong("aws.credentials.type=IRSA", "aws.credentials.roleArn"),
        wrong(
            "aws.credentials.roleArn=arn:aws:iam::111122223333:role/hastack",
            "aws.credentials.roleArn",
            "IRSA alone"),
        wrong("aws.credentials.type=Secret", "aws.credentials.secret.name"),
        wrong("monitoring.podMonitor.enabled=true", "networkPolicy.metricsFrom"),
        wrong(
            "operator.extraEnv[0].name=HASTACK_RESYNC,operator.extraEnv[0].value=1s",
            "operator.extraEnv",
            "HASTACK_RESYNC"),
        wrong(
            "tracing.endpoint=http://collector:4318,"
                + "operator.extraEnv[0].name=OTEL_EXPORTER_OTLP_ENDPOINT,"
                + "operator.extraEnv[0].value=http://collector:4319",
            "operator.extraEnv",
            "OTEL_EXPORTER_OTLP_ENDPOINT"));
  }

  private static Arguments wrong(String set, String... told) {
    return Arguments.of(set, List.of(told));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongValues")
  void shouldNameTheValueWhenItIsRefused(String set, List<String> told) {
    Helm.Answer refused = helm().call("template", CHART, "--set", REPOSITORY, "--set", set);

    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.output()).contains(told);
  }
}
