package dev.hastack.sandbox.aws.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The dotted keys of a form as the tree they mean: {@code Filter.1.Name=x}. */
final class FormTree {
  private static final int MOST_DIGITS = 6;

  private final Map<String, FormTree> children = new HashMap<>();
  private @Nullable String value;

  /**
   * Reads forms.
   *
   * @param encoded as in a body of {@code application/x-www-form-urlencoded}
   * @throws MalformedRequest if an escape is not one
   */
  static FormTree parse(String... encoded) {
    var root = new FormTree();
    for (String form : encoded) {
      for (String pair : form.split("&", -1)) {
        if (!pair.isEmpty()) {
          root.add(pair);
        }
      }
    }
    return root;
  }

  Optional<FormTree> child(String name) {
    return Optional.ofNullable(children.get(name));
  }

  /** The value here; empty if only deeper keys exist. */
  Optional<String> value() {
    return Optional.ofNullable(value);
  }

  /** The value of a key without dots; empty text if it is not there. */
  String value(String key) {
    return child(key).flatMap(FormTree::value).orElse("");
  }

  /** The children with numbers for names, in their order; gaps are allowed. */
  List<FormTree> numbered() {
    SortedMap<Integer, FormTree> byNumber = new TreeMap<>();
    children.forEach(
        (name, child) -> {
          if (isNumber(name)) {
            byNumber.put(Integer.parseInt(name), child);
          }
        });
    return List.copyOf(byNumber.values());
  }

  private void add(String pair) {
    int equals = pair.indexOf('=');
    FormTree node = this;
    for (String step : decoded(equals < 0 ? pair : pair.substring(0, equals)).split("\\.", -1)) {
      node = node.children.computeIfAbsent(step, any -> new FormTree());
    }
    node.value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw new MalformedRequest("Cannot decode '" + text + "'", malformed);
    }
  }

  private static boolean isNumber(String name) {
    return !name.isEmpty()
        && name.length() <= MOST_DIGITS
        && name.chars().allMatch(each -> each >= '0' && each <= '9');
  }
}
