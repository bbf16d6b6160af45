package dev.hastack.sandbox;

import dev.hastack.sandbox.cache.BundledFiles;
import dev.hastack.sandbox.kubernetes.Kubectl;
import dev.hastack.sandbox.process.ChildProcess;
import dev.hastack.sandbox.report.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;

/**
 * The main job, shown in a sandbox that is up: an object is applied, the cloud follows; the cloud
 * is changed behind the operator's back, the operator puts it right.
 */
final class Demonstration {
  private static final String EXAMPLE = "web.yaml";
  private static final String OBJECT = "hastack/storefront";
  static final String STACK = "default/storefront";

  private static final Duration READY_DEADLINE = Duration.ofMinutes(3);

  /** Two resyncs of 60 s and their jitter: what must be noticed is noticed within one. */
  private static final Duration DRIFT_DEADLINE = Duration.ofMinutes(3);

  private static final int FOREIGN_EXTRA_SERVERS = 5;

  private static final int NOTHING_TO_DO = 0;
  private static final int CHANGES = 2;

  private final Sandbox sandbox;
  private final Steps steps;
  private final Path manifest;
  private final Kubectl kubectl;

  Demonstration(Sandbox sandbox, Steps steps) {
    this.sandbox = sandbox;
    this.steps = steps;
    this.manifest = sandbox.directory().resolve(EXAMPLE);
    this.kubectl = sandbox.cluster().kubectl();
  }

  /**
   * Runs it.
   *
   * @throws SandboxException if something does not happen as it should
   */
  void run() {
    fitExample();
    steps.show(steps.step("Plan it: hastack plan -f " + manifest, "", () -> plan(CHANGES)));
    steps.show(
        steps.step(
            "Apply it: kubectl apply -f " + manifest,
            "",
            () -> kubectl.run("apply", "--server-side", "-f", manifest.toString())));
    steps.show(
        steps.step("Wait until it is Ready", "a few passes of the operator", this::awaitReady));
    drift();
    showThatNothingIsLeft();
  }

  /** Plans once more: the cloud is as the manifest wants it. */
  void showThatNothingIsLeft() {
    steps.show(steps.step("Plan it again: nothing is left to do", "", () -> plan(NOTHING_TO_DO)));
  }

  /**
   * Changes the manifest as a person would, and has it planned and applied.
   *
   * @param what a sentence for people
   */
  void edit(String what, UnaryOperator<String> change) {
    try {
      String before = Files.readString(manifest);
      String after = change.apply(before);
      if (after.equals(before)) {
        throw new SandboxException("Nothing of %s was changed by: %s".formatted(manifest, what));
      }
      Files.writeString(manifest, after);
    } catch (IOException unwritable) {
      throw new SandboxException("Cannot write %s: %s".formatted(manifest, unwritable), unwritable);
    }
    steps.show(
        steps.step(
            what,
            "",
            () -> {
              String plan = plan(CHANGES);
              kubectl.run("apply", "--server-side", "-f", manifest.toString());
              return plan;
            }));
  }

  private void fitExample() {
    ExampleManifest example =
        ExampleManifest.fit(
            BundledFiles.read("/examples/", EXAMPLE).text(EXAMPLE), sandbox.ground());
    example.instanceProfiles().forEach(sandbox.aws()::provideInstanceProfile);
    example.keyNames().forEach(sandbox.aws()::provideKeyPair);
    steps.show(differences(example));
    try {
      Files.writeString(manifest, example.yaml());
    } catch (IOException unwritable) {
      throw new SandboxException("Cannot write %s: %s".formatted(manifest, unwritable), unwritable);
    }
  }

  private static String differences(ExampleManifest example) {
    StringBuilder text = new StringBuilder("examples/" + EXAMPLE + ", fitted to this account:");
    example.replacements().forEach((id, here) -> text.append("%n  %s is %s".formatted(id, here)));
    return text.toString();
  }

  private String plan(int expectedExitCode) {
    String clusterId =
        kubectl.run("get", "namespace", "kube-system", "-o", "jsonpath={.metadata.uid}");
    Path output = sandbox.directory().resolve("plan.txt");
    try (ChildProcess plan =
        sandbox
            .jar()
            .start(
                sandbox.aws().environment(),
                output,
                "plan",
                "-f",
                manifest.toString(),
                "--cluster-id",
                clusterId)) {
      int exitCode = plan.awaitExit();
      String printed = Files.readString(output);
      Files.delete(output);
      if (exitCode != expectedExitCode) {
        throw new SandboxException(
            "hastack plan ended with exit code %d, %d was expected.%n%s"
                .formatted(exitCode, expectedExitCode, printed));
      }
      return printed;
    } catch (IOException unreadable) {
      throw new SandboxException("Cannot read " + output, unreadable);
    }
  }

  private String awaitReady() {
    try {
      sandbox.operator().process().awaitReady(this::isReady, READY_DEADLINE);
    } catch (SandboxException notReady) {
      throw new SandboxException(
          "%s%nThe object is:%n%s"
              .formatted(notReady.getMessage(), kubectl.run("get", OBJECT, "-o", "yaml")),
          notReady);
    }
    return kubectl.run("get", "hastacks", "-o", "wide");
  }

  private boolean isReady() {
    return kubectl.call("", "wait", "--for=condition=Ready", OBJECT, "--timeout=5s").exitCode()
        == 0;
  }

  private void drift() {
    AutoScalingGroup group = sandbox.account().group(STACK);
    int wanted = group.maxSize();
    int foreign = wanted + FOREIGN_EXTRA_SERVERS;
    steps.step(
        "Set MaxSize of %s from %d to %d behind the operator's back"
            .formatted(group.autoScalingGroupName(), wanted, foreign),
        "",
        () -> sandbox.account().setMaxSize(group, foreign));
    steps.show(
        steps.step(
            "Wait until the operator has noticed and corrected it",
            "within one resync",
            () -> awaitCorrection(wanted)));
  }

  private String awaitCorrection(int wanted) {
    sandbox
        .operator()
        .process()
        .awaitReady(
            () ->
                sandbox.account().group(STACK).maxSize() == wanted && drifted().contains("MaxSize"),
            DRIFT_DEADLINE);
    return drifted();
  }

  /** The Events about the object that tell of drift. */
  private String drifted() {
    return kubectl
        .run("events", "--for", OBJECT)
        .lines()
        .filter(line -> line.contains("Drift") || line.startsWith("LAST SEEN"))
        .reduce("", (text, line) -> text + line + System.lineSeparator());
  }
}
