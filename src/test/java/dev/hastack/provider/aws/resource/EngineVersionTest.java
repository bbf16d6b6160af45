package dev.hastack.provider.aws.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineVersionTest {

  private static EngineVersion version(String text) {
    return EngineVersion.parse(text);
  }

  @Test
  void shouldTellMajorFromMinor() {
    assertThat(version("16.6")).isEqualTo(new EngineVersion("16", List.of(6)));
    assertThat(version("16")).isEqualTo(new EngineVersion("16", List.of()));
    assertThat(version("16.6-limitless")).isEqualTo(new EngineVersion("16", List.of(0)));
    assertThat(version("8.0.mysql_aurora.3.08.0"))
        .isEqualTo(new EngineVersion("8.0", List.of(3, 8, 0)));
  }

  @ParameterizedTest
  @CsvSource({
    "16.6, 16.6, true",
    "16.7, 16.6, true",
    "16.10, 16.9, true",
    "16.5, 16.6, false",
    "16.6, 16, true",
    "17.2, 16.6, false",
    "15.9, 16.6, false",
    "8.0.mysql_aurora.3.10.0, 8.0.mysql_aurora.3.08.1, true",
    "8.0.mysql_aurora.3.08.0, 8.0.mysql_aurora.3.08.1, false",
    "8.0.mysql_aurora.3.08.0, 8.0.mysql_aurora.3.08, true",
    "8.4.mysql_aurora.4.01.0, 8.0.mysql_aurora.3.08.1, false"
  })
  void shouldBeAtLeastAFloorOfItsOwnMajorOnly(String running, String floor, boolean enough) {
    assertThat(version(running).isAtLeast(version(floor))).isEqualTo(enough);
  }

  @ParameterizedTest
  @CsvSource({
    "16, 16.6, true",
    "16.6, 16.6, true",
    "16.6, 16.60, false",
    "16.6, 16.7, false",
    "16.6, 16, false",
    "15, 16.6, false",
    "8.0.mysql_aurora.3.08, 8.0.mysql_aurora.3.08.1, true",
    "8.0.mysql_aurora.3.08.0, 8.0.mysql_aurora.3.08.1, false"
  })
  void shouldCoverWhatSaysTheSameInMoreDetail(String wanted, String offered, boolean covers) {
    assertThat(version(wanted).covers(version(offered))).isEqualTo(covers);
  }

  @ParameterizedTest
  @CsvSource({
    "15.9, 16.1, -1",
    "16.9, 16.10, -1",
    "16, 16.0, 0",
    "17.1, 16.9, 1",
    "8.4.mysql_aurora.4.01.0, 8.0.mysql_aurora.3.10.0, 1",
    "8.0.mysql_aurora.3.08.0, 5.7.mysql_aurora.2.12.0, 1"
  })
  void shouldOrderByNumbers(String one, String other, int order) {
    assertThat(Integer.signum(version(one).compareTo(version(other)))).isEqualTo(order);
    assertThat(Integer.signum(version(other).compareTo(version(one)))).isEqualTo(-order);
  }
}
