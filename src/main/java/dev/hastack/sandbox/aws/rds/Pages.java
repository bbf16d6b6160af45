package dev.hastack.sandbox.aws.rds;

import dev.hastack.sandbox.aws.world.CurrentCall;
import dev.hastack.sandbox.aws.world.Page;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.Filter;

/** Pages and filters of describes: "MaxRecords … Minimum 20, maximum 100", "Default: 100". */
record Pages(CurrentCall call) {
  private static final int LEAST = 20;
  private static final int MOST = 100;

  <T> Page<T> of(List<T> all, @Nullable String marker, @Nullable Integer maxRecords) {
    if (maxRecords != null && (maxRecords < LEAST || maxRecords > MOST)) {
      throw Errors.wrongValue(
          "Invalid value %d for MaxRecords. Must be between 20 and 100".formatted(maxRecords));
    }
    return Page.of(all, marker, call.pageSize(maxRecords, MOST, MOST), "InvalidParameterValue");
  }

  /**
   * Whether an item passes all filters, each of which has several values.
   *
   * @param known what there is to filter by
   * @throws dev.hastack.sandbox.aws.world.ApiError for a filter that is not known
   */
  static <T> boolean pass(
      T item, List<Filter> filters, Map<String, Function<T, @Nullable String>> known) {
    for (Filter filter : filters) {
      Function<T, @Nullable String> value = known.get(filter.name());
      if (value == null) {
        throw Errors.wrongValue("Unrecognized filter name: " + filter.name());
      }
      String actual = value.apply(item);
      if (filter.values().stream()
          .noneMatch(each -> each.equals(actual) || isArnOf(each, actual))) {
        return false;
      }
    }
    return true;
  }

  /** "Accepts … identifiers and Amazon Resource Names" (Filters). */
  private static boolean isArnOf(String filter, @Nullable String id) {
    return filter.startsWith("arn:") && Names.lowerCase(filter).equals(id);
  }
}
