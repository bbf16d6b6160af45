package dev.hastack.provider.aws.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.stack.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonValuesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"source\": [\"aws.ec2\"], \"a\": 1} | {\"a\":1,\"source\":[\"aws.ec2\"]}",
        "{\"state\": [\"b\", \"a\", \"a\"]} | {\"state\": [\"a\", \"b\"]}",
        "{\"Action\": \"sqs:*\"} | {\"Action\": [\"sqs:*\"]}",
        "{\"Statement\": {\"Sid\": \"x\"}} | {\"Statement\": [{\"Sid\": \"x\"}]}",
        "{\"Statement\": [{\"a\": 1}, {\"b\": [2, 1]}]} | {\"Statement\": [{\"b\": [1, 2]}, {\"a\":"
            + " 1}]}"
      })
  void shouldMeanTheSameWhenOnlyTheWritingDiffers(String one, String other) {
    assertThat(JsonValues.meanSame(JsonValues.read(one), JsonValues.read(other))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"state\": [\"a\"]} | {\"state\": [\"a\", \"b\"]}",
        "{\"Effect\": \"Allow\"} | {\"Effect\": \"Deny\"}",
        "{\"a\": {\"b\": 1}} | {\"a\": {\"c\": 1}}",
        "{\"a\": \"1\"} | {\"a\": 1.5}",
        "{\"a\": \"1\"} | not JSON",
        "{\"a\": \"1\"} | {}"
      })
  void shouldNotMeanTheSameWhenSomethingElseIsSaid(String one, String other) {
    assertThat(JsonValues.meanSame(JsonValues.read(one), JsonValues.read(other))).isFalse();
  }

  @Test
  void shouldReadWhatItWroteWhenEverythingIsInIt() {
    // Given
    Value value =
        JsonValues.read("{\"text\": \"\\\"x\\\"\", \"whole\": 5, \"flag\": true, \"list\": [[]]}");

    // When
    String written = JsonValues.write(value);

    // Then
    assertThat(JsonValues.read(written)).isEqualTo(value);
    assertThat(written)
        .isEqualTo("{\"flag\":true,\"list\":[[]],\"text\":\"\\\"x\\\"\",\"whole\":5}");
  }
}
