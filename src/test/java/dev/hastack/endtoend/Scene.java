package dev.hastack.endtoend;

import dev.hastack.sandbox.aws.SandboxAccount;
import dev.hastack.sandbox.aws.SandboxAccount.Ground;
import dev.hastack.sandbox.operator.OperatorProcess;
import dev.hastack.testing.World;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/**
 * What every test here looks at and acts through: the shared cluster, the shared account, and a
 * proxy before that account for an operator to go through.
 */
final class Scene implements AutoCloseable {
  /** Often, so that tests need not wait for a resync. */
  static final Map<String, String> OFTEN = Map.of("HASTACK_RESYNC", "1s");

  private static final String OTHER_GROUP = "others";

  private final KubernetesClient client =
      new KubernetesClientBuilder()
          .withConfig(Config.fromKubeconfig(World.cluster().kubeconfigYaml()))
          .build();
  private final AwsProxy proxy = AwsProxy.before(World.moto().uri());
  private final AwsAccount account = new AwsAccount(World.moto());
  private final Ground ground;

  Scene() {
    try (SandboxAccount sandbox = new SandboxAccount(World.moto())) {
      ground = sandbox.ground();
    }
  }

  AwsProxy proxy() {
    return proxy;
  }

  AwsAccount account() {
    return account;
  }

  Ground ground() {
    return ground;
  }

  /** Starts an operator that reaches AWS through the proxy. */
  OperatorProcess startOperator(Map<String, String> settings) {
    var all = new HashMap<>(settings);
    all.put("AWS_ENDPOINT_URL", proxy.url());
    return World.startOperator(all);
  }

  void createNamespace(String namespace) {
    World.cluster().kubectl().run("create", "namespace", namespace);
  }

  StackObject stack(String namespace, String name) {
    return new StackObject(client, World.cluster().kubectl(), namespace, name);
  }

  StackYaml web(String name) {
    return StackYaml.web(name, ground);
  }

  /** An image of the same architecture as the ground's. */
  String otherImageId() {
    return account
        .ec2()
        .describeImages(
            request ->
                request.filters(
                    Filter.builder().name("architecture").values("x86_64").build(),
                    Filter.builder().name("root-device-type").values("ebs").build()))
        .images()
        .stream()
        .map(Image::imageId)
        .filter(id -> !id.equals(ground.imageId()))
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** A security group of the ground's VPC; made when it is first asked for. */
  String otherSecurityGroupId() {
    return account.ec2().describeSecurityGroups().securityGroups().stream()
        .filter(group -> group.groupName().equals(OTHER_GROUP))
        .map(SecurityGroup::groupId)
        .findFirst()
        .orElseGet(
            () ->
                account
                    .ec2()
                    .createSecurityGroup(
                        request -> request.groupName(OTHER_GROUP).description(OTHER_GROUP))
                    .groupId());
  }

  @Override
  public void close() {
    proxy.heal();
    proxy.close();
    account.close();
    client.close();
  }
}
