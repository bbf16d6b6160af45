package dev.hastack.engine;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.plan.LastApplied;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.status.StatusProjector;
import dev.hastack.provider.Located;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a stack lives: recorded once, and compared ever after. */
public final class Whereabouts {
  private Whereabouts() {}

  /** The recorded place; the status remembers it where the revisions are gone. */
  static Optional<Place> recorded(HAStack stack, LastApplied last) {
    return last.place().or(() -> told(stack));
  }

  /** The place that the status tells; empty before the first pass. */
  public static Optional<Place> told(HAStack stack) {
    return Optional.ofNullable(stack.getStatus())
        .map(HAStackStatus::account)
        .map(account -> new Place(account.accountId(), account.region()));
  }

  /** What is there as far as revisions and status tell, each once. */
  static Stream<ResourceId> known(HAStack stack, LastApplied last) {
    return Stream.concat(
            last.resources().keySet().stream(),
            Stream.ofNullable(stack.getStatus())
                .flatMap(status -> Stream.ofNullable(status.resources()))
                .flatMap(List::stream)
                .map(resource -> ResourceId.parse(resource.id())))
        .distinct();
  }

  /** Why nothing may be read or written, if so. */
  static Optional<Failure> misplaced(Located located, Optional<Place> recorded) {
    return switch (located) {
      case Located.Unknown unknown -> Optional.of(unknown.why());
      case Located.At at when recorded.isPresent() && !recorded.get().equals(at.place()) ->
          Optional.of(
              new Failure(
                  FailureKind.UNAUTHORIZED,
                  "locate",
                  StatusProjector.ACCOUNT_MISMATCH,
                  "this stack lives in "
                      + recorded.get()
                      + ", and the credentials are for "
                      + at.place()
                      + "; nothing is read or written until they fit"));
      case Located.At at -> Optional.empty();
    };
  }
}
