package dev.hastack.sandbox.aws.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;
import software.amazon.awssdk.utils.builder.Buildable;

class TemplateContentTest {

  /** Whatever the SDK can say in a request comes back, member by member. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldCarryEveryMemberWhenDataIsConverted(long seed) {
    // Given
    RequestLaunchTemplateData.Builder builder = RequestLaunchTemplateData.builder();
    fill((SdkPojo) builder, new SplittableRandom(seed));
    RequestLaunchTemplateData sent = builder.userData("aGVsbG8=").build();

    // When
    ResponseLaunchTemplateData shown =
        TemplateContent.of(sent, ResponseLaunchTemplateData.builder().build());

    // Then
    assertThat(flat(shown))
        .as("seed %d", seed)
        .hasSizeGreaterThan(100)
        .containsExactlyEntriesOf(flat(sent));
  }

  private static void fill(SdkPojo builder, SplittableRandom random) {
    for (SdkField<?> field : builder.sdkFields()) {
      field.set(builder, value(field, random));
    }
  }

  private static Object value(SdkField<?> field, SplittableRandom random) {
    MarshallingKnownType type = field.marshallingType().getKnownType();
    return switch (type) {
      case STRING -> "text-" + random.nextInt(1_000);
      case INTEGER -> random.nextInt(1_000);
      case LONG -> random.nextLong(1_000);
      case DOUBLE -> random.nextDouble();
      case BOOLEAN -> random.nextBoolean();
      case INSTANT -> Instant.ofEpochSecond(random.nextInt(1_000_000));
      case LIST -> {
        SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
        yield List.of(value(member, random), value(member, random));
      }
      case SDK_POJO -> {
        SdkPojo nested = field.constructor().get();
        fill(nested, random);
        yield ((Buildable) nested).build();
      }
      default -> throw new AssertionError("no value for " + type);
    };
  }

  /** Every plain value by where it stands. */
  private static SortedMap<String, Object> flat(SdkPojo data) {
    var flat = new TreeMap<String, Object>();
    flatten("", data, flat);
    return flat;
  }

  private static void flatten(String path, @Nullable Object value, SortedMap<String, Object> into) {
    if (value instanceof SdkPojo structure) {
      for (SdkField<?> field : structure.sdkFields()) {
        flatten(path + "/" + field.memberName(), field.getValueOrDefault(structure), into);
      }
    } else if (value instanceof List<?> list) {
      for (int index = 0; index < list.size(); index++) {
        flatten(path + "/" + index, list.get(index), into);
      }
    } else if (value != null) {
      into.put(path, value);
    }
  }
}
