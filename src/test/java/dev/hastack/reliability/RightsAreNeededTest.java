package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hastack.provider.aws.SimulatedProviderContractTest;
import dev.hastack.sandbox.aws.front.Glob;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import dev.hastack.testing.LeastPrivilege;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;

/**
 * The policy allows nothing that no stack needs: in the situations of these tests, which together
 * have everything that a stack can have and can go through, the operator comes to need each of its
 * actions.
 */
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class RightsAreNeededTest {
  private static final Duration BOUND = Duration.ofHours(2);

  @BeforeAll
  static void countAnew() {
    LeastPrivilege.countAnew();
  }

  @Nested
  class Providers extends SimulatedProviderContractTest {}

  @Nested
  class Priorities extends RulePrioritiesTest {}

  @Nested
  class DatabaseVersions extends DatabaseVersionsTest {}

  @Nested
  class DatabaseRestarts extends DatabaseRestartsTest {}

  @Nested
  class Signals extends SignalStackTest {}

  @Nested
  class SpotTakesBack extends SpotBadDaysTest {}

  @Nested
  class Tenants extends TenancyTest {}

  @Nested
  class DatabasesLive extends DatabaseLivesTest {}

  @Nested
  class DatabasesGo extends DatabaseGoesTest {}

  @Nested
  class Measured extends DatabaseScene {
    Measured() {
      super(71);
    }

    @Test
    void shouldTellTheCapacityInUse() {
      // Given
      settled(manifest);
      cluster.runFor(Duration.ofMinutes(3));

      // Then
      assertThat(cluster.databaseCapacity(List.of(name())))
          .containsOnlyKeys(name())
          .allSatisfy((name, acu) -> assertThat(acu).isBetween(0.5, 16.0));
    }
  }

  /** What only fleets go through that are edited for long. */
  @Nested
  class Edited {
    private static final int EDITS = 13;

    /** Ten are kept, and what servers still run. */
    private static final int MOST_VERSIONS = 12;

    private final VirtualCluster cluster = new VirtualCluster(SimulationOptions.calm(72));

    @AfterEach
    void end() {
      cluster.close();
    }

    @Test
    void shouldKeepFewVersionsAndPublishNothingWhenToldSo() {
      // Given
      cluster
          .aws()
          .region(VirtualCluster.ACCOUNT, "us-east-1")
          .ec2()
          .provideInstanceProfile("web-server");
      FleetManifest profiled =
          FleetManifest.web("storefront", cluster.outsider())
              .with("      userData:", "      instanceProfile: web-server\n      userData:");
      KeptStack stack = cluster.stack("storefront");

      // When
      for (int edit = 0; edit < EDITS; edit++) {
        stack.apply(profiled.with("storefront/start", "storefront/start " + edit).text());
        cluster.settle(BOUND);
      }
      stack.apply(
          profiled
              .with("      userData:", "      groupMetrics: false\n      userData:")
              .with("storefront/start", "storefront/start " + (EDITS - 1))
              .text());
      cluster.settle(BOUND);

      // Then
      AccountView view = cluster.outsider().view();
      assertThat(view.groups())
          .singleElement()
          .satisfies(group -> assertThat(group.enabledMetrics()).isEmpty());
      String template = view.templates().getFirst().launchTemplateId();
      assertThat(
              view.ec2()
                  .describeLaunchTemplateVersions(request -> request.launchTemplateId(template))
                  .launchTemplateVersions())
          .hasSizeBetween(2, MOST_VERSIONS);
    }
  }

  @Nested
  @Order(Integer.MAX_VALUE)
  class Afterwards {
    private static final Pattern WORD = Pattern.compile("[A-Z_]{6,}");

    @Test
    void shouldHaveNeededEachActionOfEachStatement() throws IOException {
      // Given
      JsonNode policy = new ObjectMapper().readTree(Files.readString(LeastPrivilege.POLICY));

      // When
      List<String> unneeded = new ArrayList<>();
      for (JsonNode statement : policy.path("Statement")) {
        List<Glob> resources = globs(statement.path("Resource"));
        for (JsonNode action : statement.path("Action")) {
          if (LeastPrivilege.needed(action.asText()).stream()
              .noneMatch(arn -> isAmong(arn, resources))) {
            unneeded.add(statement.path("Sid").asText() + " " + action.asText());
          }
        }
      }

      // Then
      assertThat(policy.path("Statement")).isNotEmpty();
      assertThat(unneeded).isEmpty();
    }

    /** A resource that the account does not know in advance may be any. */
    private static boolean isAmong(String arn, List<Glob> resources) {
      return arn.equals("*") || resources.stream().anyMatch(each -> each.matches(arn));
    }

    /** Whatever the words to be filled in stand for. */
    private static List<Glob> globs(JsonNode texts) {
      var globs = new ArrayList<Glob>();
      texts.forEach(text -> globs.add(new Glob(WORD.matcher(text.asText()).replaceAll("*"))));
      return globs;
    }
  }
}
