package dev.hastack.sandbox.aws.world;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the handler of a call may know of it beyond the request itself. */
public interface CurrentCall {

  /** The account that is called, twelve digits. */
  String accountId();

  /** The ARN of who calls. */
  String principalArn();

  /** Which moment a describe shows: the present, or a little before it. */
  Instant readsAsOf();

  /**
   * The most items of one page.
   *
   * @param asked what the request asks for; null if nothing
   * @param byDefault when nothing is asked for
   * @param most what AWS allows
   */
  int pageSize(@Nullable Integer asked, int byDefault, int most);

  /**
   * Requires a right beyond that to the operation itself, as {@code iam:PassRole} for a group made
   * from a template with an instance profile.
   *
   * @throws ApiError if the caller lacks it
   */
  void require(String action, String resource);

  /**
   * The same where policies may ask for more than action and resource.
   *
   * @param context the values of condition keys, for example of {@code iam:PassedToService}
   * @throws ApiError if the caller lacks it
   */
  default void require(String action, String resource, Map<String, String> context) {
    require(action, resource);
  }

  /** Says which resource the call is about, for the record of calls. */
  void concerns(String resource);

  /**
   * Has the call made again once something has happened, unless it has waited that long already;
   * then, and where nobody can wait, it returns and the caller answers what there is.
   *
   * @throws NotYet to end this attempt
   * @see SimulatedTime#stir
   */
  default void comeBackWithin(Duration longest) {}
}
