package dev.hastack.core.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "app-*, app-web, true",
    "app-*, app-, true",
    "app-*, my-app-web, false",
    "app-*, App-web, false",
    "*, anything at all, true",
    "*, '', true",
    "app, app, true",
    "app, app2, false",
    "app, ap, false",
    "a?p, app, true",
    "a?p, ap, false",
    "*-web-*, shop-web-1, true",
    "*ab, aab, true",
    "*ab, aba, false",
    "a*b*c, a-b-b-c, true",
    "a*b*c, a-c-b, false",
    "sg-0[ab], sg-0a, false",
    "/aws/service/*, /aws/service/a/b, true",
    "'', '', true",
    "'', a, false"
  })
  void shouldStandForTheWholeValue(String pattern, String value, boolean stands) {
    assertThat(new Glob(pattern).matches(value)).isEqualTo(stands);
  }
}
