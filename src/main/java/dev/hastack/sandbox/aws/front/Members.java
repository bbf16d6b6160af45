package dev.hastack.sandbox.aws.front;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;

/**
 * What a request says, of whichever operation.
 *
 * @param request by AWS's own names of its members
 */
record Members(SdkPojo request) {
  private static final List<String> TOKENS = List.of("NextToken", "Marker");

  /** Whether it asks for a page other than the first. */
  boolean asksForNextPage() {
    return TOKENS.stream().anyMatch(this::has);
  }

  /** Whether it narrows down what is wanted, or asks for pages. */
  boolean isFilteredOrPaged() {
    return request.sdkFields().stream()
        .filter(field -> isPresent(field.getValueOrDefault(request)))
        .map(SdkField::memberName)
        .anyMatch(
            name -> name.equals("Filters") || name.equals("MaxResults") || name.endsWith("Ids"));
  }

  /** The resources of one service that it names by ARN. */
  List<String> arns(String service) {
    String prefix = "arn:aws:" + service + ":";
    return request.sdkFields().stream()
        .flatMap(field -> texts(field.getValueOrDefault(request)))
        .filter(text -> text.startsWith(prefix))
        .toList();
  }

  /** The tags that it says, whichever way its service spells them. */
  Map<String, String> tags() {
    var tags = new TreeMap<String, String>();
    member("tags").or(() -> member("Tags")).ifPresent(value -> collect(value, tags));
    items("TagSpecifications").forEach(each -> tags.putAll(new Members(each).tags()));
    return tags;
  }

  private static void collect(Object value, Map<String, String> tags) {
    if (value instanceof Map<?, ?> byKey) {
      byKey.forEach((key, text) -> tags.put(key.toString(), text.toString()));
    } else if (value instanceof Collection<?> items) {
      items.stream()
          .filter(SdkPojo.class::isInstance)
          .map(each -> new Members((SdkPojo) each))
          .forEach(
              tag -> tag.text("Key").ifPresent(key -> tags.put(key, tag.text("Value").orElse(""))));
    }
  }

  /** The structures of a list that it says. */
  List<SdkPojo> items(String name) {
    return member(name)
        .filter(Collection.class::isInstance)
        .map(value -> (Collection<?>) value)
        .stream()
        .flatMap(Collection::stream)
        .filter(SdkPojo.class::isInstance)
        .map(SdkPojo.class::cast)
        .toList();
  }

  /** The texts of a list that it says. */
  List<String> textsOf(String name) {
    return member(name).stream().flatMap(Members::texts).toList();
  }

  /** A text that it says. */
  Optional<String> text(String name) {
    return member(name).filter(String.class::isInstance).map(String.class::cast);
  }

  /** How many items a list has. */
  int size(String name) {
    return member(name)
        .filter(value -> value instanceof Collection<?>)
        .map(value -> ((Collection<?>) value).size())
        .orElse(0);
  }

  private boolean has(String name) {
    return member(name).filter(value -> !value.equals("")).isPresent();
  }

  private Optional<Object> member(String name) {
    return request.sdkFields().stream()
        .filter(field -> field.memberName().equals(name))
        .findFirst()
        .map(field -> field.getValueOrDefault(request));
  }

  private static boolean isPresent(@Nullable Object value) {
    return value != null && !(value instanceof SdkAutoConstructList);
  }

  private static Stream<String> texts(@Nullable Object value) {
    if (value instanceof Collection<?> items) {
      return items.stream().filter(String.class::isInstance).map(String.class::cast);
    }
    return value instanceof String text ? Stream.of(text) : Stream.empty();
  }
}
