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

/**
 * One object that is shown: an example whose manifest is fitted to the account, then planned,
 * applied, changed and looked at with the commands a person would use.
 */
final class DemonstratedStack {
  private static final Duration READY_DEADLINE = Duration.ofMinutes(3);
  private static final int NOTHING_TO_DO = 0;
  private static final int CHANGES = 2;

  private final Sandbox sandbox;
  private final Steps steps;
  private final String example;
  private final String name;
  private final Path manifest;
  private final Kubectl kubectl;

  /**
   * @param example the file in {@code examples/}
   * @param name what the example calls its object
   */
  DemonstratedStack(Sandbox sandbox, Steps steps, String example, String name) {
    this.sandbox = sandbox;
    this.steps = steps;
    this.example = example;
    this.name = name;
    this.manifest = sandbox.directory().resolve(example);
    this.kubectl = sandbox.cluster().kubectl();
  }

  /** Namespace and name, as its tags on AWS have it. */
  String id() {
    return "default/" + name;
  }

  /** For kubectl. */
  String object() {
    return "hastack/" + name;
  }

  Path manifest() {
    return manifest;
  }

  /**
   * Writes the manifest and shows what of the example was replaced.
   *
   * @param change what is otherwise than in the example, in the account of the example
   * @param changeIs what that is, for people; empty if nothing is
   */
  void fit(UnaryOperator<String> change, String changeIs) {
    ExampleManifest fitted =
        ExampleManifest.fit(
            change.apply(BundledFiles.read("/examples/", example).text(example)), sandbox.ground());
    fitted.instanceProfiles().forEach(sandbox.aws()::provideInstanceProfile);
    fitted.keyNames().forEach(sandbox.aws()::provideKeyPair);
    StringBuilder differences =
        new StringBuilder("examples/%s%s, fitted to this account:".formatted(example, changeIs));
    fitted
        .replacements()
        .forEach((id, here) -> differences.append("%n  %s is %s".formatted(id, here)));
    steps.show(differences.toString());
    write(fitted.yaml());
  }

  /** Shows the plan of the manifest, which is to make something. */
  void showPlan(String what) {
    steps.show(steps.step(what + ": hastack plan -f " + manifest, "", () -> plan(CHANGES)));
  }

  /** Plans once more: the cloud is as the manifest wants it. */
  void showThatNothingIsLeft() {
    steps.show(steps.step("Plan it again: nothing is left to do", "", () -> plan(NOTHING_TO_DO)));
  }

  String apply() {
    return kubectl.run("apply", "--server-side", "-f", manifest.toString());
  }

  /**
   * Changes the manifest as a person would, and has it planned and applied.
   *
   * @param what a sentence for people
   */
  void edit(String what, UnaryOperator<String> change) {
    String before = read(manifest);
    String after = change.apply(before);
    if (after.equals(before)) {
      throw new SandboxException("Nothing of %s was changed by: %s".formatted(manifest, what));
    }
    write(after);
    steps.show(
        steps.step(
            what,
            "",
            () -> {
              String plan = plan(CHANGES);
              apply();
              return plan;
            }));
  }

  /**
   * Waits until it is Ready.
   *
   * @return how {@code kubectl get -o wide} shows it
   * @throws SandboxException if that takes too long
   */
  String awaitReady() {
    try {
      sandbox.operator().process().awaitReady(this::isReady, READY_DEADLINE);
    } catch (SandboxException notReady) {
      throw new SandboxException(
          "%s%nThe object is:%n%s"
              .formatted(notReady.getMessage(), kubectl.run("get", object(), "-o", "yaml")),
          notReady);
    }
    return kubectl.run("get", object(), "-o", "wide");
  }

  /** What a JSONPath without braces finds in it; empty when there is nothing. */
  String look(String jsonPath) {
    return kubectl.run("get", object(), "-o", "jsonpath={" + jsonPath + "}");
  }

  /** Whether a JSONPath without braces finds this in it, within seconds. */
  boolean shows(String jsonPath, String value) {
    return await("jsonpath={%s}=%s".formatted(jsonPath, value));
  }

  /** Whether there is none of that name any more, within seconds. */
  boolean isGone() {
    return await("delete");
  }

  private boolean isReady() {
    return await("condition=Ready");
  }

  private boolean await(String what) {
    return kubectl.call("", "wait", "--for=" + what, object(), "--timeout=5s").exitCode() == 0;
  }

  /** The Events about it that tell of drift. */
  String drifted() {
    return events("Drift");
  }

  /** The Events about it in which a word stands. */
  String events(String word) {
    return kubectl
        .run("events", "--for", object())
        .lines()
        .filter(line -> line.contains(word) || line.startsWith("LAST SEEN"))
        .reduce("", (text, line) -> text + line + System.lineSeparator());
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
      String printed = read(output);
      Files.delete(output);
      if (exitCode != expectedExitCode) {
        throw new SandboxException(
            "hastack plan ended with exit code %d, %d was expected.%n%s"
                .formatted(exitCode, expectedExitCode, printed));
      }
      return printed;
    } catch (IOException stays) {
      throw new SandboxException("Cannot delete " + output, stays);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new SandboxException("Cannot read %s: %s".formatted(file, unreadable), unreadable);
    }
  }

  private void write(String yaml) {
    try {
      Files.writeString(manifest, yaml);
    } catch (IOException unwritable) {
      throw new SandboxException("Cannot write %s: %s".formatted(manifest, unwritable), unwritable);
    }
  }
}
