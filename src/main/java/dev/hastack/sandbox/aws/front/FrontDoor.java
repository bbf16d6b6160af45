package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.wire.Backend;
import dev.hastack.sandbox.aws.wire.NoAnswer;
import dev.hastack.sandbox.aws.wire.WireCall;
import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.NotYet;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkPojo;

/** The way of every call: it arrives, is admitted, is answered by its service, is recorded. */
final class FrontDoor implements Backend {

  private sealed interface Verdict {
    record Answered(SdkPojo answer) implements Verdict {}

    record Refused(RuntimeException why) implements Verdict {}

    record Silence(Duration silence) implements Verdict {}

    record Later(NotYet waiting) implements Verdict {}
  }

  private final Timing timing;
  private final Admission admission;
  private final Faults faults;
  private final Regions<?> regions;
  private final CallRecord record;
  private long calls;

  FrontDoor(
      Timing timing, Admission admission, Faults faults, Regions<?> regions, CallRecord record) {
    this.timing = timing;
    this.admission = admission;
    this.faults = faults;
    this.regions = regions;
    this.record = record;
  }

  @Override
  public SdkPojo answer(WireCall wire) {
    timing.travel(wire);
    Visit visit = timing.time().exclusively(() -> new Visit(calls++, timing.time().now(), wire));
    Verdict verdict = recorded(visit, () -> judged(visit));
    while (verdict instanceof Verdict.Later(NotYet waiting)) {
      if (!timing.await(waiting)) {
        throw new NoAnswer("Nobody waits any more for " + wire.operation());
      }
      verdict = recorded(visit, () -> decided(visit, () -> invoked(visit)));
    }
    return told(verdict, wire);
  }

  private SdkPojo told(Verdict verdict, WireCall wire) {
    return switch (verdict) {
      case Verdict.Answered(SdkPojo answer) -> answer;
      case Verdict.Refused(RuntimeException why) -> throw why;
      case Verdict.Silence(Duration silence) -> {
        timing.pass(silence);
        throw new NoAnswer("Nothing was heard of " + wire.operation());
      }
      case Verdict.Later(NotYet waiting) -> throw waiting;
    };
  }

  private Verdict recorded(Visit visit, Supplier<Verdict> attempt) {
    return timing
        .time()
        .exclusively(
            () -> {
              Verdict verdict = attempt.get();
              if (!(verdict instanceof Verdict.Later)) {
                record.add(visit.ended(outcome(verdict)));
              }
              return verdict;
            });
  }

  private static String outcome(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Answered any -> RecordedCall.OK;
      case Verdict.Refused(ApiError error) -> error.code();
      case Verdict.Refused(UnsupportedOperationException any) -> "NotModelled";
      case Verdict.Refused(RuntimeException defect) -> defect.toString();
      case Verdict.Silence any -> RecordedCall.NO_ANSWER;
      case Verdict.Later(NotYet waiting) -> throw waiting;
    };
  }

  private Verdict judged(Visit visit) {
    return decided(
        visit,
        () -> {
          visit.identified(admission.identify(visit));
          visit.befell(faults.on(visit.call()));
          Optional<Duration> lostRequest = visit.interference().lostRequest();
          if (lostRequest.isPresent()) {
            return new Verdict.Silence(lostRequest.get());
          }
          visit
              .interference()
              .otherAccount()
              .ifPresent(account -> visit.identified(Principal.user(account, "somebody-else")));
          Optional<ApiError> ordered = visit.interference().refusal(visit.call(), visit.dialect());
          if (ordered.isPresent()) {
            return new Verdict.Refused(ordered.get());
          }
          visit.reached(regions.in(visit.call().accountId(), visit.call().region()).services());
          admission.admit(
              visit, visit.interference().rateFactor(timing.options().throttleFactor()));
          return invoked(visit);
        });
  }

  private static Verdict decided(Visit visit, Supplier<Verdict> attempt) {
    try {
      return attempt.get();
    } catch (NotYet waiting) {
      return new Verdict.Later(waiting);
    } catch (RuntimeException refused) {
      return visit
          .interference()
          .lostAnswer()
          .<Verdict>map(Verdict.Silence::new)
          .orElseGet(() -> new Verdict.Refused(refused));
    }
  }

  private Verdict invoked(Visit visit) {
    var region = regions.in(visit.call().accountId(), visit.call().region());
    SdkClient service = region.service(visit.call().service());
    Instant readsAsOf = timing.readsAsOf(visit.call(), visit.interference(), region.since());
    SdkPojo answer = region.call().during(visit, readsAsOf, () -> invoke(service, visit.wire()));
    visit.tookEffect();
    return visit
        .interference()
        .lostAnswer()
        .<Verdict>map(Verdict.Silence::new)
        .orElseGet(() -> new Verdict.Answered(answer));
  }

  /** The only place that does not know at compile time which operation is called. */
  private static SdkPojo invoke(SdkClient service, WireCall wire) {
    try {
      return (SdkPojo) wire.method().invoke(service, wire.request());
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof RuntimeException said && !isDefect(said)) {
        throw said;
      }
      throw new IllegalStateException("%s failed".formatted(wire.operation()), thrown);
    } catch (IllegalAccessException wrong) {
      throw new IllegalStateException(
          "%s is no operation of %s".formatted(wire.method(), service.serviceName()), wrong);
    }
  }

  /** A write to an immutable collection must not pass for an operation that is not modelled. */
  private static boolean isDefect(RuntimeException said) {
    return said instanceof UnsupportedOperationException
        && said.getStackTrace()[0].getClassName().startsWith("java.");
  }
}
