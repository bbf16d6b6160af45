package dev.hastack.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.hastack.core.tenancy.Allowance;
import dev.hastack.core.tenancy.Named;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnCredentialsTest {
  @ParameterizedTest
  @CsvSource({
    "subnetIds, subnet-0a, true",
    "securityGroupIds, sg-0a, true",
    "certificateArns, arn:aws:acm:eu-west-1:123456789012:certificate/a, true",
    "imageOwners, self, true",
    "imageOwners, amazon, true",
    "imageOwners, 210987654321, false",
    "ssmParameters, /aws/service/ami-amazon-linux-latest/a, true",
    "ssmParameters, /secret, false",
    "instanceProfiles, admin, false",
    "keyNames, operations, false",
    "kmsKeyIds, alias/app, false",
    "snapshots, storefront-final, false"
  })
  void shouldAllowNothingThatLendsPowerAsTheChartHasIt(String list, String value, boolean allowed)
      throws IOException {
    // Given
    JsonNode values = new YAMLMapper().readTree(Path.of("helm/hastack/values.yaml").toFile());
    Allowance allowance =
        OwnCredentials.allowance(Optional.of(values.at("/aws/ownCredentials").toString()));

    // When
    boolean refused =
        allowance
            .refusal("shop", Map.of(), "eu-west-1", List.of(new Named(list, "field", value)))
            .isPresent();

    // Then
    assertThat(refused).isEqualTo(!allowed);
  }

  @Test
  void shouldAllowEverythingWhenNothingIsSet() {
    assertThat(
            OwnCredentials.allowance(Optional.empty())
                .refusal(
                    "shop",
                    Map.of(),
                    "eu-west-1",
                    List.of(new Named("instanceProfiles", "field", "admin"))))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "all | hastack.aws.own-credentials is not what it must be",
        "[] | must be a JSON object with [allow, namespaces, regions]",
        "{\"profiles\": []} | has profiles, which is not one of",
        "{\"regions\": 7} | hastack.aws.own-credentials is not what it must be"
      })
  void shouldSayWhatIsWrongWhenTheSettingIs(String setting, String message) {
    assertThatThrownBy(() -> OwnCredentials.allowance(Optional.of(setting)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
