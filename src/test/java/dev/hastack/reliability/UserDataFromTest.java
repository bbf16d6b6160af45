package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.Markers;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.plan.ChangeReason;
import dev.hastack.core.render.PlanDocument;
import dev.hastack.core.render.PlanText;
import dev.hastack.engine.PassResult;
import dev.hastack.engine.interruption.StackWord;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;

/** User data that another object of the namespace holds. */
class UserDataFromTest {
  private static final Duration BOUND = Duration.ofMinutes(45);
  private static final String STACK = "storefront";
  private static final String OBJECT = "shop/boot";
  private static final String KEY = "run.sh";
  private static final String MARKER = "tell-nobody-";
  private static final String FROM_SECRET = "{secretKeyRef: {name: boot, key: run.sh}}";
  private static final String FIRST = "#!/bin/sh\n# " + MARKER + "1\n";
  private static final String SECOND = "#!/bin/sh\n# " + MARKER + "2\n";

  private final VirtualCluster cluster = new VirtualCluster(SimulationOptions.calm(11));

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void shouldRollWithTheSecretAsWithTheSpec() {
    // Given
    putSecret(FIRST);
    stack().apply(fromSecret().text());
    cluster.settle(BOUND);
    assertThat(cluster.outsider().view().userData()).containsExactly(FIRST);
    long generation = stack().object().getMetadata().getGeneration();
    String lastApplied = stack().lastApplied().toString();

    // When
    putSecret(SECOND);
    var reasons = new HashMap<String, ChangeReason>();
    for (Instant end = cluster.now().plus(Life.RESYNC); cluster.now().isBefore(end); ) {
      cluster.runFor(Duration.ofSeconds(1));
      PassResult result = stack().latest().orElseThrow();
      reasons.putAll(reasons(result));
      assertThat(shown(result)).doesNotContain(MARKER);
    }
    cluster.settle(BOUND);

    // Then: seen within a minute, as a change of the spec, which nobody edited
    assertThat(reasons).containsEntry("UserData", ChangeReason.SpecChanged);
    assertThat(stack().object().getMetadata().getGeneration()).isEqualTo(generation);
    assertThat(cluster.outsider().view().userData()).containsExactly(SECOND);
    assertThat(group().mixedInstancesPolicy().launchTemplate().launchTemplateSpecification())
        .satisfies(template -> assertThat(template.version()).isEqualTo("2"));
    assertThat(stack().lastApplied().toString()).isNotEqualTo(lastApplied).doesNotContain(MARKER);
    assertThat(Serialization.asYaml(stack().object().getStatus())).doesNotContain(MARKER);
    assertThat(stack().told()).noneMatch(told -> told.contains(MARKER));
  }

  @Test
  void shouldWriteNothingWhileTheContentStays() {
    // Given
    cluster.objects().putConfigMap(OBJECT, KEY, FIRST);
    stack().apply(fromConfigMap().text());
    cluster.settle(BOUND);
    Instant then = cluster.now();

    // When
    cluster.runFor(Duration.ofMinutes(10));

    // Then
    assertThat(cluster.outsider().view().userData()).containsExactly(FIRST);
    assertThat(cluster.writesSince(then)).isEmpty();
  }

  @Test
  void shouldWriteNothingWhenTheSameTextMovesIntoASecret() {
    // Given
    stack().apply(FleetManifest.web(STACK, cluster.outsider()).text());
    cluster.settle(BOUND);
    putSecret(cluster.outsider().view().userData().getFirst());
    Instant then = cluster.now();

    // When
    stack().apply(fromSecret().text());
    cluster.settle(BOUND);

    // Then
    assertThat(cluster.writesSince(then)).isEmpty();
  }

  @Test
  void shouldRollWithASecretThatChangedWhileANewerOperatorTookOver() {
    // Given
    putSecret(FIRST);
    stack().apply(fromSecret().text());
    cluster.settle(BOUND);

    // When
    putSecret(SECOND);
    cluster.upgrade();
    cluster.settle(BOUND);

    // Then: it is a person's change, which an upgrade does not hold back
    assertThat(cluster.outsider().view().userData()).containsExactly(SECOND);
  }

  @Test
  void shouldAskBeforeANewContentIsUsedWhenChangesNeedApproval() {
    // Given
    putSecret(FIRST);
    stack().apply(fromSecret().text());
    cluster.settle(BOUND);
    stack().apply(fromSecret().with("spec:\n", "spec:\n  apply: {policy: OnApproval}\n").text());
    cluster.settle(BOUND);
    Instant then = cluster.now();

    // When
    putSecret(SECOND);
    cluster.runFor(Duration.ofMinutes(5));

    // Then
    assertThat(condition("AwaitingApproval").status()).isEqualTo(Condition.Status.True);
    assertThat(condition("AwaitingApproval").message()).doesNotContain(MARKER);
    assertThat(cluster.writesSince(then)).isEmpty();

    // When
    String digest = Objects.requireNonNull(stack().object().getStatus().plan()).digest();
    stack().object().getMetadata().setAnnotations(Map.of(Markers.APPROVED_PLAN, digest));
    cluster.settle(BOUND);

    // Then
    assertThat(cluster.outsider().view().userData()).containsExactly(SECOND);
  }

  /**
   * What may be wrong with the object.
   *
   * @param reason of the condition
   * @param told what it says
   */
  private record Trouble(
      String name, String reason, List<String> told, Consumer<KeptObjects> does) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Trouble> troubles() {
    String field = "spec.aws.fleet.userDataFrom.secretKeyRef is the key run.sh of Secret shop/boot";
    return Stream.of(
        new Trouble(
            "gone",
            "NotFound",
            List.of(field, "there is no Secret shop/boot; create it"),
            objects -> objects.delete(OBJECT)),
        new Trouble(
            "without the key",
            "NotFound",
            List.of(field, "no such key under data; add it"),
            objects -> objects.putSecret(OBJECT, "other", bytes(SECOND))),
        new Trouble(
            "too large",
            "Invalid",
            List.of(field, "has 16385 bytes, AWS takes at most 16384"),
            objects -> objects.putSecret(OBJECT, KEY, bytes(MARKER + "x".repeat(16_373)))),
        new Trouble(
            "no text",
            "Invalid",
            List.of(field, "not text in UTF-8"),
            objects -> objects.putSecret(OBJECT, KEY, new byte[] {0x1f, (byte) 0x8b, 0x08})),
        new Trouble(
            "not to be read",
            "Unauthorized",
            List.of("get Secret shop/boot"),
            objects ->
                objects.refuse(
                    Optional.of(
                        new Failure(
                            FailureKind.UNAUTHORIZED, "get Secret shop/boot", "", "forbidden")))));
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void shouldSayWhatIsWrongAndLeaveWhatStandsWhenTheObjectIsUnusable(Trouble trouble) {
    // Given
    putSecret(FIRST);
    stack().apply(fromSecret().text());
    cluster.settle(BOUND);
    Instant then = cluster.now();

    // When
    trouble.does().accept(cluster.objects());
    stack().apply(fromSecret().with("max: 5", "max: 7").text());
    cluster.runFor(Duration.ofMinutes(10));

    // Then
    assertThat(condition("Stalled").status()).isEqualTo(Condition.Status.True);
    assertThat(condition("Stalled").reason()).isEqualTo(trouble.reason());
    assertThat(condition("Stalled").message()).contains(trouble.told()).doesNotContain(MARKER);
    assertThat(cluster.writesSince(then)).isEmpty();
    assertThat(group().instances()).hasSize(2);
    assertThat(stack().object().getStatus().resources()).isNotEmpty();

    // When
    cluster.objects().refuse(Optional.empty());
    putSecret(SECOND);
    cluster.settle(BOUND);

    // Then
    assertThat(condition("Ready").status()).isEqualTo(Condition.Status.True);
    assertThat(cluster.outsider().view().userData()).containsExactly(SECOND);
    assertThat(group().maxSize()).isEqualTo(7);
  }

  @Test
  void shouldTakeNothingForAbsentWhenTheApiServerDoesNotAnswer() {
    // Given
    putSecret(FIRST);
    stack().apply(fromSecret().text());
    cluster.settle(BOUND);
    Instant then = cluster.now();

    // When
    cluster
        .objects()
        .refuse(
            Optional.of(
                new Failure(FailureKind.TRANSIENT, "get Secret shop/boot", "", "no answer")));
    cluster.runFor(Duration.ofMinutes(5));

    // Then: it passes by itself, so nobody is called
    assertThat(condition("Stalled").status()).isEqualTo(Condition.Status.False);
    assertThat(condition("Synced").message()).contains("get Secret shop/boot", "no answer");
    assertThat(cluster.writesSince(then)).isEmpty();
  }

  @Test
  void shouldMakeNothingAndLetGoWhenTheSecretWasNeverThere() {
    // Given
    Instant then = cluster.now();

    // When
    stack().apply(fromSecret().text());
    cluster.runFor(Duration.ofMinutes(5));

    // Then
    assertThat(condition("Stalled").reason()).isEqualTo("NotFound");

    // When
    stack().delete(cluster.now());
    cluster.settle(BOUND);

    // Then
    assertThat(stack().exists()).isFalse();
    assertThat(cluster.writesSince(then)).isEmpty();
  }

  @Test
  void shouldTakeTheStackDownWithoutTheSecret() {
    // Given
    putSecret(FIRST);
    stack().apply(fromSecret().text());
    cluster.settle(BOUND);

    // When
    cluster.objects().delete(OBJECT);
    stack().delete(cluster.now());
    cluster.settle(BOUND);

    // Then
    assertThat(stack().exists()).isFalse();
    assertThat(cluster.outsider().view().groups()).isEmpty();
  }

  @Test
  void shouldDrainAServerThatSpotTakesWhileTheSecretIsGone() {
    SpotScenario.Fleet fleet = SpotScenario.Fleet.USUAL.notRebalancing();
    try (VirtualCluster serving = SpotFleet.serving(11, fleet, "Drain")) {
      // Given
      serving.objects().putSecret(OBJECT, KEY, userData(serving));
      serving
          .stack(STACK)
          .apply(from(SpotFleet.manifest(serving, fleet, "Drain"), FROM_SECRET).text());
      serving.settle(BOUND);
      Drains drains = serving.drains(new StackWord.Drains(fleet.floor()));
      drains.runFor(Life.RESYNC);
      serving.objects().delete(OBJECT);
      drains.runFor(Life.RESYNC.multipliedBy(2));
      assertThat(condition(serving, "Stalled").reason()).isEqualTo("NotFound");
      List<String> servers = SpotFleet.servers(serving);

      // When
      serving.incidents().reclaim(servers.getFirst());
      drains.runFor(Duration.ofSeconds(10));

      // Then
      assertThat(drains.told())
          .singleElement()
          .asString()
          .startsWith(servers.getFirst() + " left after");

      // When
      drains.runFor(Duration.ofMinutes(10));

      // Then: by what stands, with nothing but the group's own replacement
      assertThat(drains.told()).anyMatch(told -> told.startsWith(servers.getFirst() + " replaced"));
      assertThat(SpotFleet.servers(serving))
          .hasSameSizeAs(servers)
          .doesNotContain(servers.getFirst());
      assertThat(drains.failures()).isEmpty();
      assertThat(condition(serving, "Stalled").reason()).isEqualTo("NotFound");
    }
  }

  private static byte[] userData(VirtualCluster serving) {
    return bytes(serving.outsider().view().userData().getFirst());
  }

  private static Map<String, ChangeReason> reasons(PassResult result) {
    var reasons = new HashMap<String, ChangeReason>();
    result.plan().effective().stream()
        .flatMap(change -> change.attributeChanges().stream())
        .forEach(attribute -> reasons.put(attribute.name(), attribute.reason()));
    return reasons;
  }

  /** All that a person may see of a pass. */
  private static String shown(PassResult result) {
    return Serialization.asYaml(result.status())
        + result.notices()
        + PlanText.render(result.plan())
        + PlanDocument.of(result.plan());
  }

  private void putSecret(String content) {
    cluster.objects().putSecret(OBJECT, KEY, bytes(content));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private KeptStack stack() {
    return cluster.stack(STACK);
  }

  private FleetManifest fromSecret() {
    return from(FROM_SECRET);
  }

  private FleetManifest fromConfigMap() {
    return from("{configMapKeyRef: {name: boot, key: run.sh}}");
  }

  private FleetManifest from(String reference) {
    return from(FleetManifest.web(STACK, cluster.outsider()), reference);
  }

  private static FleetManifest from(FleetManifest manifest, String reference) {
    return manifest.with(
        "userData: |\n        #!/bin/sh\n        exec /opt/storefront/start\n",
        "userDataFrom: " + reference + "\n");
  }

  private AutoScalingGroup group() {
    return cluster.outsider().view().groups().getFirst();
  }

  private Condition condition(String type) {
    return condition(cluster, type);
  }

  private static Condition condition(VirtualCluster cluster, String type) {
    return Objects.requireNonNull(cluster.stack(STACK).object().getStatus().conditions()).stream()
        .filter(condition -> condition.type().equals(type))
        .findFirst()
        .orElseThrow();
  }
}
