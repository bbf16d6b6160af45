package dev.hastack.sandbox.aws.wire;

import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/** What kind of value a member of a request or an answer holds. */
sealed interface Shape {

  /** A value that is one piece of text in XML and in forms. */
  sealed interface Scalar extends Shape {}

  /** A string, and an enum too: the SDK keeps enums as the strings they came as. */
  record Text() implements Scalar {}

  record Truth() implements Scalar {}

  record Numeric(Function<String, Object> parser) implements Scalar {}

  /** Bytes, in Base64. */
  record Blob() implements Scalar {}

  /**
   * A moment.
   *
   * @param format null for what the protocol has
   */
  record Moment(@Nullable TimestampFormat format) implements Scalar {}

  /** JSON of no fixed structure; the query protocols have no such thing. */
  record Freeform() implements Shape {}

  /**
   * A list.
   *
   * @param flattened whether the elements stand where the list would (Smithy specification,
   *     xmlFlattened trait)
   */
  record ListOf(boolean flattened, Member element) implements Shape {}

  /** A map from strings. */
  record MapOf(boolean flattened, String keyName, String valueName, Member value)
      implements Shape {}

  /**
   * A structure.
   *
   * @param builder a new, empty one; it is asked for its own members only when needed, since
   *     structures may contain themselves
   */
  record Structure(Supplier<SdkPojo> builder) implements Shape {}
}
