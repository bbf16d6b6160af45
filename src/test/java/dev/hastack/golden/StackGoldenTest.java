package dev.hastack.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hastack.api.manifest.Manifest;
import dev.hastack.api.manifest.ManifestReader;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.outcome.ContinuationPolicy;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.plan.Approvals;
import dev.hastack.core.plan.LastApplied;
import dev.hastack.core.plan.MissingPrerequisite;
import dev.hastack.core.render.PlanDocument;
import dev.hastack.core.render.PlanText;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.engine.PassResult;
import dev.hastack.engine.Revisions;
import dev.hastack.engine.StackEngine;
import dev.hastack.provider.aws.AwsFacts;
import dev.hastack.provider.aws.blueprint.AwsBlueprint;
import dev.hastack.testing.Examples;
import dev.hastack.testing.Golden;
import dev.hastack.testing.GoldenSuite;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One pass a case, from the manifests and what AWS answers to plan, status and Events. */
@GoldenSuite("stack")
class StackGoldenTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Path README = Path.of("README.md");
  private static final String UID = "0c7a4f1e-0000-4000-8000-000000000001";
  private static final String CLUSTER = "2f6b8d3a-0000-4000-8000-000000000002";
  private static final String EXAMPLE_CASE = "example-";

  static Stream<String> cases() {
    return Golden.of("stack").cases().stream().filter(name -> !name.startsWith(EXAMPLE_CASE));
  }

  static List<Path> examples() {
    return Examples.stacks();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldReadAsItsFilesSayWhenPassed(String name, Golden golden) {
    // Given
    HAStack stack = read(golden.read(name, "in-hastack.yaml"), 1);
    Optional<HAStack> applied = Optional.empty();
    if (golden.has(name, "in-applied.yaml")) {
      applied = Optional.of(read(golden.read(name, "in-applied.yaml"), 1));
      boolean edited = !applied.get().getSpec().equals(stack.getSpec());
      stack.getMetadata().setGeneration(edited ? 2L : 1L);
    }
    Map<String, Map<String, Object>> observed =
        golden.has(name, "in-observed.yaml")
            ? observed(golden.read(name, "in-observed.yaml"))
            : Map.of();
    if (golden.has(name, "in-deleted")) {
      golden.read(name, "in-deleted");
      stack.getMetadata().setDeletionTimestamp(NOW.toString());
    }
    if (golden.has(name, "in-paused")) {
      golden.read(name, "in-paused");
      stack.getMetadata().setAnnotations(Map.of("hastack.dev/paused", "true"));
    }

    var facts =
        new Facts(
            impaired(golden, name, "-before"),
            impaired(golden, name, "").with(lacking(golden, name)));

    // When
    PassResult result = pass(stack, applied, observed, facts);

    // Then
    check(golden, name, result);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void shouldPlanWhatTheExampleAsksForWhenNothingIsThere(Path example, Golden golden)
      throws IOException {
    // Given
    HAStack stack = read(Files.readString(example), 1);
    String path = Examples.ROOT.relativize(example).toString();
    String name = EXAMPLE_CASE + path.replace('/', '-').replace(".yaml", "");

    // When
    PassResult result = pass(stack, Optional.empty(), Map.of(), Facts.SAME);

    // Then
    check(golden, name, result);
  }

  @Test
  void shouldSayInTheReadmeWhatTheExampleReallyPlans() throws IOException {
    // Given
    String example = Files.readString(Examples.ROOT.resolve("web.yaml"));
    HAStack stack = read(example, 1);
    stack.getMetadata().setNamespace("default");
    String plan = PlanText.render(pass(stack, Optional.empty(), Map.of(), Facts.SAME).plan());
    String readme = Files.readString(README);

    // When
    String current =
        withBlock(
            withBlock(readme, "example: examples/web.yaml", "end of example", "yaml", example),
            "plan of examples/web.yaml",
            "end of plan",
            "text",
            plan);

    // Then
    if (Boolean.getBoolean("hastack.update")) {
      Files.writeString(README, current);
    }
    assertThat(Files.readString(README))
        .as("README.md; rewrite it with -Dhastack.update=true")
        .isEqualTo(current);
  }

  private static String withBlock(
      String text, String begin, String end, String language, String content) {
    String opening = "<!-- " + begin + " -->\n";
    String closing = "<!-- " + end + " -->";
    int from = text.indexOf(opening);
    int to = text.indexOf(closing);
    assertThat(from).as(opening).isNotNegative();
    assertThat(to).as(closing).isGreaterThan(from);
    return text.substring(0, from + opening.length())
        + "```"
        + language
        + "\n"
        + content
        + "```\n"
        + text.substring(to);
  }

  /** What was known of the account when the stack was applied before, and what is now. */
  private record Facts(AwsFacts before, AwsFacts now) {
    static final Facts SAME = new Facts(ScriptedAccount.FACTS, ScriptedAccount.FACTS);
  }

  /** The account with the zones impaired that a case names, one a line. */
  private static AwsFacts impaired(Golden golden, String name, String when) {
    String file = "in-impaired" + when;
    return golden.has(name, file)
        ? ScriptedAccount.FACTS.withImpaired(
            golden.read(name, file).lines().collect(Collectors.toSet()))
        : ScriptedAccount.FACTS;
  }

  /** What a case says the account lacks, one a line: resource, attribute, sentence. */
  private static AwsFacts.Concerns lacking(Golden golden, String name) {
    String file = "in-missing";
    return golden.has(name, file)
        ? new AwsFacts.Concerns(
            List.of(),
            golden
                .read(name, file)
                .lines()
                .map(line -> line.split(" ", 3))
                .map(
                    part ->
                        new MissingPrerequisite(
                            ResourceId.parse(part[0]),
                            part[1],
                            true,
                            Failure.ofSpec(FailureKind.NOT_FOUND, "NotFound", part[2])))
                .toList())
        : AwsFacts.Concerns.NONE;
  }

  private static void check(Golden golden, String name, PassResult result) {
    golden.check(name, "out-plan.txt", PlanText.render(result.plan()));
    golden.check(name, "out-plan.json", json(PlanDocument.of(result.plan())));
    golden.check(name, "out-status.yaml", Serialization.asYaml(result.status()));
    golden.check(
        name,
        "out-events.txt",
        result.notices().stream()
            .map(
                notice ->
                    "%s %s (%s): %s%n"
                        .formatted(
                            notice.severity(), notice.reason(), notice.action(), notice.message()))
            .collect(Collectors.joining()));
  }

  private static String json(Object tree) {
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static PassResult pass(
      HAStack stack,
      Optional<HAStack> applied,
      Map<String, Map<String, Object>> observed,
      Facts facts) {
    var id =
        new StackId(CLUSTER, stack.getMetadata().getNamespace(), stack.getMetadata().getName());
    DesiredStack before =
        applied
            .map(
                each ->
                    AwsBlueprint.design(
                        id,
                        each.getSpec(),
                        Objects.requireNonNull(each.getSpec().aws()),
                        ScriptedAccount.withDatabase(facts.before(), each)))
            .orElse(DesiredStack.empty(id));
    applied.ifPresent(each -> stack.setStatus(statusOf(each, id, before, facts.before())));
    return engine(facts.now(), before, observed)
        .pass(id, stack, revisions(before, facts.before()), NOW);
  }

  /** The status the stack had when it was settled, so that only what is new is told. */
  private static HAStackStatus statusOf(
      HAStack applied, StackId id, DesiredStack before, AwsFacts facts) {
    return engine(facts, before, Map.of())
        .pass(id, applied, revisions(before, facts), NOW.minus(Duration.ofHours(1)))
        .status();
  }

  private static StackEngine<?> engine(
      AwsFacts facts, DesiredStack before, Map<String, Map<String, Object>> observed) {
    return new StackEngine<>(
        new ScriptedAccount(facts, before, observed),
        new ContinuationPolicy(Duration.ofMinutes(1)));
  }

  private static Revisions revisions(DesiredStack before, AwsFacts facts) {
    var provenance = new LastApplied.Provenance(UID + "/1", facts.digest(), AwsBlueprint.VERSION);
    var resources = new TreeMap<ResourceId, LastApplied.Applied>();
    before
        .resources()
        .forEach(
            resource -> {
              var values = new TreeMap<String, Value>();
              resource
                  .spec()
                  .values()
                  .forEach(
                      (name, value) ->
                          values.put(name, resource.spec().schema().seal(name, value)));
              resources.put(
                  resource.id(),
                  new LastApplied.Applied(resource.physicalName(), values, provenance));
            });
    LastApplied last =
        resources.isEmpty()
            ? LastApplied.nothing()
            : new LastApplied(
                Optional.of(ScriptedAccount.PLACE),
                resources,
                new TreeMap<>(),
                new TreeMap<>(),
                Approvals.NONE);
    return new Revisions() {
      @Override
      public LastApplied load() {
        return last;
      }

      @Override
      public void save(LastApplied lastApplied) {}
    };
  }

  private static HAStack read(String yaml, long generation) {
    HAStack stack =
        switch (new ManifestReader().read(yaml)) {
          case Manifest.Valid valid -> valid.stack();
          case Manifest.Invalid invalid -> throw new AssertionError(invalid.problems());
        };
    stack.getMetadata().setNamespace("shop");
    stack.getMetadata().setUid(UID);
    stack.getMetadata().setGeneration(generation);
    return stack;
  }

  private static Map<String, Map<String, Object>> observed(String yaml) {
    Map<String, Map<String, Object>> tree = new TreeMap<>();
    Map<?, ?> read = Serialization.unmarshal(yaml, Map.class);
    read.forEach((id, difference) -> tree.put((String) id, members(difference)));
    return tree;
  }

  private static Map<String, Object> members(Object node) {
    var members = new TreeMap<String, Object>();
    ((Map<?, ?>) node).forEach((name, value) -> members.put((String) name, value));
    return members;
  }

  /** Keeps the list of cases honest: an empty folder would test nothing. */
  @Test
  void shouldHaveCases() {
    assertThat(cases()).hasSizeGreaterThan(10);
    assertThat(List.copyOf(Golden.of("stack").cases())).contains("example-web", "example-minimal");
  }
}
