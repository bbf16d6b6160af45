package dev.hastack.endtoend;

import dev.hastack.sandbox.aws.SandboxAccount.Ground;
import java.util.stream.Collectors;

/** A manifest, made another by replacing text in it. */
record StackYaml(String text) {

  /** Two servers in two zones behind a target group. */
  static StackYaml web(String name, Ground ground) {
    return new StackYaml(
        """
        apiVersion: hastack.dev/v1alpha1
        kind: HAStack
        metadata:
          name: %s
        spec:
          capacity: {min: 2, max: 4}
          aws:
            region: us-east-1
            tags: {team: web}
            network:
              subnetIds: [%s]
              securityGroupIds: [%s]
            fleet:
              image: {id: %s}
              instanceTypes: [{type: t3.micro}, {type: t2.micro}]
            targetGroup:
              port: 8000
              healthCheck: {path: /health, protocol: HTTP}
        """
            .formatted(
                name,
                ground.subnetIds().stream().limit(2).collect(Collectors.joining(", ")),
                ground.securityGroupId(),
                ground.imageId()));
  }

  /** With a database of one member, which goes without a trace. */
  StackYaml withDatabase() {
    return new StackYaml(
        text
            + """
                database:
                  engine: aurora-postgresql
                  capacity: {minACU: "0.5", maxACU: "8"}
                  readers: 0
                  deletionProtection: false
                  finalSnapshot: Skip
            """);
  }

  StackYaml with(String old, String replacement) {
    if (!text.contains(old)) {
      throw new IllegalArgumentException("there is no '%s' in%n%s".formatted(old, text));
    }
    return new StackYaml(text.replace(old, replacement));
  }

  /** With one more line under {@code spec.fleet}. */
  StackYaml withFleet(String line) {
    return with("    fleet:\n", "    fleet:\n      " + line + "\n");
  }

  /** With one more line under {@code spec}. */
  StackYaml withSpec(String line) {
    return with("spec:\n", "spec:\n  " + line + "\n");
  }
}
