package dev.hastack.sandbox;

import dev.hastack.sandbox.EmbeddedDatabases.Database;
import dev.hastack.sandbox.EmbeddedDatabases.Member;
import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.aws.front.RecordedCall;
import dev.hastack.sandbox.control.Incident;
import dev.hastack.sandbox.kubernetes.Kubectl;
import dev.hastack.sandbox.report.SandboxException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A stack with a database, shown in the embedded account: its capacity follows the spec, its writer
 * fails, and it goes only when its owner says so twice, leaving its data. What takes AWS minutes is
 * begun early and awaited late, so that other things can be shown meanwhile.
 */
final class DatabaseDemonstration {
  static final String EXAMPLE = "database.yaml";
  private static final String NAME = "orders";

  /** So that it can be seen to serve. Ids are made up, as in the examples. */
  private static final String LOAD_BALANCER =
      """
          targetGroup:
            port: 8000
            protocol: HTTP
            healthCheck: {path: /health, intervalSeconds: 15, timeoutSeconds: 5}
          loadBalancer:
            scheme: internet-facing
            securityGroupIds: [sg-1a2b3c4d]
            listeners:
              - port: 443
                protocol: HTTPS
                certificateArns:
                  - arn:aws:acm:eu-west-1:123456789012:certificate/0a1b2c3d
      """;

  private static final double FOREIGN_MOST_ACU = 4;
  private static final double WANTED_MOST_ACU = 16;

  /** What is noticed at the next look and a few looks more, in real time. */
  private static final Duration DEADLINE = Duration.ofMinutes(3);

  private final EmbeddedAws aws;
  private final Sandbox sandbox;
  private final Steps steps;
  private final DemonstratedStack stack;
  private final Kubectl kubectl;
  private final EmbeddedDatabases databases;
  private final EmbeddedDirector director;
  private final Patience patience;

  DatabaseDemonstration(Sandbox sandbox, EmbeddedAws aws, Steps steps) {
    this.aws = aws;
    this.sandbox = sandbox;
    this.steps = steps;
    this.stack = new DemonstratedStack(sandbox, steps, EXAMPLE, NAME);
    this.kubectl = sandbox.cluster().kubectl();
    this.databases = new EmbeddedDatabases(aws);
    this.director = new EmbeddedDirector(aws);
    this.patience = new Patience(sandbox.operator().process(), director, DEADLINE);
  }

  /** Applies it, and does not wait. */
  void begin() {
    stack.fit(example -> example + LOAD_BALANCER, " behind a load balancer");
    stack.showPlan("Plan a second stack, with a database");
    steps.show(
        steps.step("Apply it, and go on: a database takes AWS minutes", "", () -> stack.apply()));
  }

  /**
   * Shows its life up to its deletion, which then goes on by itself.
   *
   * @return the deletion
   * @throws SandboxException if something does not happen as it should
   */
  DatabaseDeletion run() {
    steps.show(
        steps.step("Wait until the stack with the database is Ready", "", stack::awaitReady));
    showConnection();
    raiseCapacity();
    correctCapacity();
    failOver();
    var deletion = new DatabaseDeletion(sandbox, aws, steps, stack, database());
    deletion.begin();
    return deletion;
  }

  private void showConnection() {
    steps.show(
        steps.step(
            "Read the Secret that its pods mount: where the database is, and no password",
            "",
            () -> {
              String entries =
                  kubectl.run(
                      "get",
                      "secret",
                      NAME + "-connection",
                      "-o",
                      "go-template={{range $key, $text := .data}}{{printf \"%-24s\" $key}}"
                          + "{{base64decode $text}}{{\"\\n\"}}{{end}}");
              if (!entries.contains("secret-arn") || entries.contains("password")) {
                throw new SandboxException("That is no connection Secret: " + entries);
              }
              return entries;
            }));
  }

  private void raiseCapacity() {
    stack.edit(
        "Raise its capacity in the spec from 8 to 16 ACU at most",
        manifest -> manifest.replace("maxACU: \"8\"", "maxACU: \"16\""));
    long startNanos = System.nanoTime();
    steps.show(
        steps.step(
            "Wait until AWS has that and kubectl shows it",
            "at the operator's next look",
            () -> {
              patience.await(
                  "the database has the new capacity",
                  () -> database().maxAcu() == WANTED_MOST_ACU && database().isAvailable());
              String onAws = since(startNanos);
              patience.await(
                  "kubectl shows the new capacity",
                  () -> stack.shows(".status.database.capacity", "0.5-16"));
              return """
              AWS had it %s after it was applied, without a restart, and kubectl showed it after %s.
              %s\
              """
                  .formatted(onAws, since(startNanos), database().table());
            }));
  }

  private void correctCapacity() {
    String id = database().id();
    steps.step(
        "Set the most of %s to %s ACU behind the operator's back"
            .formatted(id, EmbeddedDatabases.text(FOREIGN_MOST_ACU)),
        "",
        () -> {
          sandbox.account().setMaxCapacity(id, FOREIGN_MOST_ACU);
          return id;
        });
    long startNanos = System.nanoTime();
    steps.show(
        steps.step(
            "Wait until the operator has noticed and corrected it",
            "within one resync",
            () -> {
              patience.await(
                  "the database has its capacity again",
                  () ->
                      database().maxAcu() == WANTED_MOST_ACU
                          && database().isAvailable()
                          && stack.drifted().contains("DriftCorrected"));
              return "Corrected %s after the change.%n%s"
                  .formatted(since(startNanos), stack.drifted());
            }));
  }

  private void failOver() {
    Instant start = aws.now();
    Database before = database();
    Member failing = writer(before);
    steps.step(
        "Let the writer fail: " + failing,
        "",
        () -> director.inject(new Incident.DatabaseFailover(before.id())));
    steps.show(
        steps.step(
            "Wait until another member writes and the status says so",
            "",
            () -> {
              patience.await(
                  "another member is the writer",
                  () ->
                      database().isAvailable()
                          && !writer(database()).id().equals(failing.id())
                          && stack.shows(
                              ".status.database.members[?(@.role==\"Writer\")].zone",
                              writer(database()).zone()));
              stack.awaitReady();
              requireUntouched(start);
              return """
              %s writes now, %s is a reader. The operator has changed nothing:
              who writes is for AWS to say, and the endpoint that applications know leads there.
              %s\
              """
                  .formatted(writer(database()), failing, database().table());
            }));
  }

  /** Whether the operator has left the database as the failover made it. */
  private void requireUntouched(Instant start) {
    List<RecordedCall> writes =
        aws.record()
            .calls(
                each ->
                    each.wrote()
                        && each.call().service().equals("rds")
                        && each.call().time().isAfter(start));
    if (!writes.isEmpty()) {
      throw new SandboxException("The failover was to be left alone: " + writes);
    }
  }

  private Database database() {
    return databases
        .ofStack(stack.id())
        .orElseThrow(() -> new SandboxException("The stack has no database any more."));
  }

  private static Member writer(Database database) {
    return database
        .writer()
        .orElseThrow(() -> new SandboxException(database.id() + " has no writer."));
  }

  private static String since(long startNanos) {
    return TrafficText.time(Duration.ofNanos(System.nanoTime() - startNanos));
  }
}
