package dev.hastack.sandbox;

import dev.hastack.sandbox.EmbeddedDatabases.Database;
import dev.hastack.sandbox.EmbeddedFleet.Server;
import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.aws.traffic.Report;
import dev.hastack.sandbox.kubernetes.Kubectl;
import dev.hastack.sandbox.report.SandboxException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;

/**
 * The deletion of a stack with a database, shown in the embedded account: it is refused while the
 * database is protected, and nothing stops serving; then it goes on, and the data stays.
 */
final class DatabaseDeletion {
  /** The deadline of what the operator notices at its next look, in real time. */
  private static final Duration DEADLINE = Duration.ofMinutes(3);

  /**
   * A snapshot, each member, the cluster with its last snapshot: each awaited by a look of 20 s.
   */
  private static final Duration GONE_DEADLINE = Duration.ofMinutes(6);

  private static final Duration WHILE_BLOCKED = Duration.ofMinutes(1);

  private final EmbeddedAws aws;
  private final Steps steps;
  private final DemonstratedStack stack;
  private final Kubectl kubectl;
  private final Database doomed;
  private final EmbeddedDirector director;
  private final Patience patience;
  private final EmbeddedFleet fleet;
  private final EmbeddedDatabases databases;

  /**
   * @param doomed the database of the stack
   */
  DatabaseDeletion(
      Sandbox sandbox, EmbeddedAws aws, Steps steps, DemonstratedStack stack, Database doomed) {
    this.aws = aws;
    this.steps = steps;
    this.stack = stack;
    this.kubectl = sandbox.cluster().kubectl();
    this.doomed = doomed;
    this.director = new EmbeddedDirector(aws);
    this.patience = new Patience(sandbox.operator().process(), director, DEADLINE);
    this.fleet = new EmbeddedFleet(aws, stack.id());
    this.databases = new EmbeddedDatabases(aws);
  }

  /**
   * Has it refused, allows it, and leaves it to go on.
   *
   * @throws SandboxException if it is not refused, or the stack does not serve on
   */
  void begin() {
    Visitors visitors = Visitors.ofStack(aws, stack.id());
    patience.await(
        "all servers of the stack take requests", DEADLINE, () -> visitors.canCome() && allServe());
    visitors.come();
    keepFromDeletion(visitors);
    visitors.leave();
    stack.edit(
        "Take its protection off in the spec, and the deletion goes on while we do",
        manifest -> manifest.replace("deletionProtection: true", "deletionProtection: false"));
  }

  private boolean allServe() {
    List<Server> servers = fleet.servers();
    return !servers.isEmpty() && servers.stream().allMatch(Server::takesRequests);
  }

  private void keepFromDeletion(Visitors visitors) {
    steps.step(
        "Delete the stack: kubectl delete %s --wait=false".formatted(stack.object()),
        "",
        () -> kubectl.run("delete", stack.object(), "--wait=false"));
    Instant start = aws.now();
    steps.show(
        steps.step(
            "See what keeps it from being deleted, and whether it still serves",
            TrafficText.time(aws.inRealTime(WHILE_BLOCKED)),
            () -> {
              patience.await(
                  "the deletion is blocked",
                  () ->
                      stack.shows(stalled("reason"), "DeletionProtected")
                          && aws.now().isAfter(start.plus(WHILE_BLOCKED)));
              Report report = visitors.since(start);
              if (report.failed() > 0 || report.served() == 0 || !allServe()) {
                throw new SandboxException(
                    "The stack was to serve on: %s%n%s".formatted(report, director.status()));
              }
              return "DeletionProtected: %s%n%d of its %d servers take requests. %s%n%s"
                  .formatted(
                      stack.look(stalled("message")),
                      fleet.servers().stream().filter(Server::takesRequests).count(),
                      fleet.servers().size(),
                      TrafficText.of(report, Duration.between(start, aws.now())),
                      databases
                          .ofStack(stack.id())
                          .map(Database::table)
                          .orElseThrow(
                              () ->
                                  new SandboxException("The database was deleted all the same.")));
            }));
  }

  private static String stalled(String field) {
    return ".status.conditions[?(@.type==\"Stalled\")]." + field;
  }

  /**
   * Waits for the end of the deletion and shows what it leaves.
   *
   * @throws SandboxException if the stack does not go, or its data is not kept
   */
  void showWhatIsLeft() {
    steps.show(
        steps.step(
            "Wait until the stack with the database is gone",
            "the deletion has gone on meanwhile",
            () -> {
              patience.await("the stack is gone", GONE_DEADLINE, stack::isGone);
              return snapshots();
            }));
  }

  private String snapshots() {
    List<DBClusterSnapshot> left = databases.snapshots(doomed.id());
    String resourceId = doomed.cluster().dbClusterResourceId();
    boolean kept =
        !left.isEmpty()
            && left.stream()
                .allMatch(
                    each ->
                        each.dbClusterResourceId().equals(resourceId)
                            && each.status().equals("available"));
    if (!kept || databases.ofStack(stack.id()).isPresent() || !fleet.groups().isEmpty()) {
      throw new SandboxException(
          "The stack was to go and leave snapshots of %s: %s%n%s"
              .formatted(resourceId, left, director.status()));
    }
    return left.stream()
        .map(each -> "%n  %s, %s".formatted(each.dbClusterSnapshotIdentifier(), each.status()))
        .collect(
            Collectors.joining(
                "",
                "Nothing of it is left on AWS but these snapshots of %s (%s):"
                    .formatted(doomed.id(), resourceId),
                ""));
  }
}
