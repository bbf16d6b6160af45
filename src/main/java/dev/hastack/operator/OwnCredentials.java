package dev.hastack.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hastack.api.v1alpha1.AWSAccountSpec;
import dev.hastack.core.tenancy.Allowance;
import dev.hastack.provider.aws.Allowances;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What stacks may do that refer to no AWSAccount, as the operator's settings say. */
final class OwnCredentials {
  private static final String SETTING = "hastack.aws.own-credentials";
  private static final Set<String> KNOWN = Set.of("regions", "namespaces", "allow");
  private static final ObjectMapper JSON = new ObjectMapper();

  private OwnCredentials() {}

  /**
   * Reads the setting.
   *
   * @param setting empty where whoever runs the operator runs it for nobody else
   * @throws IllegalArgumentException if it is not what it must be
   */
  static Allowance allowance(Optional<String> setting) {
    return setting.map(OwnCredentials::read).orElseGet(Allowances::everything);
  }

  private static Allowance read(String setting) {
    try {
      if (!(JSON.readTree(setting) instanceof ObjectNode fields)) {
        throw new IllegalArgumentException(
            SETTING + " must be a JSON object with " + new TreeSet<>(KNOWN) + "; correct it");
      }
      for (var field : fields.properties()) {
        if (!KNOWN.contains(field.getKey())) {
          throw new IllegalArgumentException(
              "%s has %s, which is not one of %s; correct it"
                  .formatted(SETTING, field.getKey(), new TreeSet<>(KNOWN)));
        }
      }
      return Allowances.of(
          new Allowance.Lender("the operator's settings", "the chart value aws.ownCredentials."),
          JSON.treeToValue((JsonNode) fields.put("accountId", ""), AWSAccountSpec.class));
    } catch (JsonProcessingException garbled) {
      throw new IllegalArgumentException(
          SETTING + " is not what it must be: " + garbled.getOriginalMessage(), garbled);
    }
  }
}
