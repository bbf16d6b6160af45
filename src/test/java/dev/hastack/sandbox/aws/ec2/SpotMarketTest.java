package dev.hastack.sandbox.aws.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hastack.sandbox.aws.world.Instance;
import dev.hastack.sandbox.aws.world.InstanceState;
import dev.hastack.sandbox.aws.world.Instances;
import dev.hastack.sandbox.aws.world.LaunchOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.SpotPrice;

class SpotMarketTest {
  private static final String ZONE = "us-east-1a";
  private static final String TYPE = "t3.medium";
  private static final SpotPool POOL = new SpotPool(TYPE, ZONE);

  private final Region region = new Region();
  private final SpotMarket market = region.region.spotMarket();
  private final Notices notices = new Notices(region);
  private final String templateId = region.template("web");

  /** When each instance was told what. */
  private static final class Notices implements Instances.Listener {
    private final Region region;
    final Map<String, Instant> warned = new TreeMap<>();
    final Map<String, Instant> recommended = new TreeMap<>();
    final Map<String, Instant> taken = new TreeMap<>();

    Notices(Region region) {
      this.region = region;
      region.instances.listen(this);
    }

    @Override
    public void changed(Instance before, Instance after) {
      if (after.state() == InstanceState.SHUTTING_DOWN) {
        taken.put(after.id(), region.time.now());
      }
    }

    @Override
    public void interruptionWarned(Instance instance) {
      warned.put(instance.id(), region.time.now());
    }

    @Override
    public void rebalanceRecommended(Instance instance) {
      recommended.put(instance.id(), region.time.now());
    }
  }

  private LaunchOrder spot() {
    return region.order(templateId, TYPE, ZONE, true, null);
  }

  private List<Instance> running(int count) {
    market.setCapacity(POOL, count);
    LaunchOrder order = spot();
    List<Instance> all = Stream.generate(() -> region.launched(order)).limit(count).toList();
    region.time.advance(Duration.ofMinutes(3));
    return all;
  }

  @Test
  void shouldTakeInstanceTwoMinutesAfterWarning() {
    // Given
    Instance instance = running(1).getFirst();

    // When
    market.warn(instance.id());

    // Then
    Instant takenAt = region.time.now().plus(Duration.ofMinutes(2));
    assertThat(notices.warned).containsOnlyKeys(instance.id());
    assertThat(region.present(instance.id()).interruptionAt()).isEqualTo(takenAt);
    assertThat(spotStatus()).isEqualTo("marked-for-termination");
    region.time.advanceTo(takenAt.minusMillis(1));
    assertThat(region.present(instance.id()).state()).isEqualTo(InstanceState.RUNNING);
    region.time.advance(Duration.ofMillis(1));
    assertThat(region.present(instance.id()).stateReasonCode()).isEqualTo(StateReasons.SPOT);
    assertThat(spotStatus()).isEqualTo("instance-terminated-no-capacity");
  }

  private String spotStatus() {
    return region
        .ec2
        .describeSpotInstanceRequests()
        .spotInstanceRequests()
        .getFirst()
        .status()
        .code();
  }

  @Test
  void shouldTakeOnlyWhatIsTooMuchWhenCapacityFalls() {
    // Given
    running(10);

    // When
    market.setCapacity(POOL, 6);
    region.time.advance(Duration.ofMinutes(30));

    // Then
    assertThat(notices.taken).hasSize(4);
    assertThat(notices.taken.keySet()).containsAll(notices.recommended.keySet());
    assertThat(market.spareCapacity(POOL)).isZero();
  }

  @Test
  void shouldWarnLateOrNotAtAllAsSeldomAsAwsDoes() {
    // Given
    running(1_500);

    // When
    market.setCapacity(POOL, 0);
    region.time.advance(Duration.ofMinutes(30));

    // Then
    assertThat(notices.taken).hasSize(1_500);
    assertThat(notices.recommended.size()).isCloseTo(1_050, within(90));
    assertThat(1_500 - notices.warned.size()).isCloseTo(30, within(20));
    var leads = new ArrayList<Duration>();
    notices.warned.forEach((id, at) -> leads.add(Duration.between(at, notices.taken.get(id))));
    assertThat(leads).allMatch(lead -> lead.compareTo(Duration.ofMinutes(2)) <= 0);
    long late = leads.stream().filter(lead -> lead.compareTo(Duration.ofSeconds(60)) < 0).count();
    assertThat(late).isCloseTo(75, within(30L));
    assertThat(leads.stream().filter(Duration.ofMinutes(2)::equals).count())
        .isEqualTo(leads.size() - late);
  }

  @Test
  void shouldLetInstanceStayWhenCapacityReturnsAfterRecommendation() {
    // Given
    running(40);

    // When
    market.setCapacity(POOL, 0);
    market.setCapacity(POOL, 40);
    region.time.advance(Duration.ofHours(1));

    // Then: only those that were warned at once
    assertThat(notices.recommended).isNotEmpty();
    assertThat(notices.taken.keySet()).doesNotContainAnyElementsOf(notices.recommended.keySet());
  }

  @Test
  void shouldRefuseWhenPoolIsDry() {
    // Given
    market.setCapacity(POOL, 0);
    market.setOnDemandCapacity(POOL, 0);

    // Then
    assertThat(region.refused(spot()))
        .satisfies(
            refused -> {
              assertThat(refused.code()).isEqualTo("InsufficientInstanceCapacity");
              assertThat(refused.message())
                  .isEqualTo("There is no Spot capacity available that matches your request.");
            });
    assertThat(region.refused(region.order(templateId, TYPE, ZONE)).message())
        .startsWith("We currently do not have sufficient t3.medium capacity in the Availability")
        .endsWith("choosing us-east-1b, us-east-1c, us-east-1d, us-east-1f.");
  }

  @Test
  void shouldGiveSpotElsewhereOnlyWhenZoneIsDry() {
    // When
    market.dry(ZONE);

    // Then
    assertThat(region.refused(spot()).code()).isEqualTo("InsufficientInstanceCapacity");
    region.launched(region.order(templateId, TYPE, ZONE));
    region.launched(region.order(templateId, TYPE, "us-east-1b", true, null));
    market.endDrought(ZONE);
    region.launched(spot());
  }

  @Test
  void shouldMindTheMaximumPriceAtLaunchAndAfter() {
    // Given
    market.setPrice(POOL, 0.02);
    LaunchOrder order = region.order(templateId, TYPE, ZONE, true, 0.025);
    Instance instance = region.launched(order);

    // When
    market.setPrice(POOL, 0.03);
    region.time.advance(Duration.ofMinutes(15));

    // Then
    assertThat(notices.taken).containsOnlyKeys(instance.id());
    assertThat(region.refused(order).code()).isEqualTo("SpotMaxPriceTooLow");
  }

  @Test
  void shouldMoveThePriceBelowOnDemandAndShowItsHistory() {
    // When
    double before = market.price(POOL);
    region.time.advance(Duration.ofHours(12));
    market.setPrice(POOL, 99);

    // Then
    assertThat(before).isLessThan(0.0416);
    assertThat(market.price(POOL)).isEqualTo(0.0416);
    List<SpotPrice> history =
        region
            .ec2
            .describeSpotPriceHistory(
                request ->
                    request
                        .startTime(Region.START)
                        .instanceTypesWithStrings(TYPE)
                        .availabilityZone(ZONE)
                        .productDescriptions("Linux/UNIX"))
            .spotPriceHistory();
    assertThat(history.getFirst().spotPrice()).isEqualTo("0.041600");
    assertThat(Double.parseDouble(history.getLast().spotPrice())).isEqualTo(before);
    assertThat(history).hasSizeGreaterThan(10);
  }

  @Test
  void shouldTellTheSameStoryWhenTheSeedIsTheSame() {
    assertThat(story(7)).isEqualTo(story(7)).isNotEqualTo(story(8));
  }

  private static String story(long seed) {
    var other = new Region(seed, Ec2Options.usual().withSpotCapacity(0, 12), Duration.ZERO);
    var heard = new Notices(other);
    String template = other.template("web");
    for (int wave = 0; wave < 20; wave++) {
      other.instances.launch(other.order(template, TYPE, ZONE, true, null));
      other.time.advance(Duration.ofHours(1));
    }
    return "%s %s %s %s"
        .formatted(heard.recommended, heard.warned, heard.taken, other.instances.all());
  }
}
