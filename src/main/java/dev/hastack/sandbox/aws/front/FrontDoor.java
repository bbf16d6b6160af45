package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.wire.Backend;
import dev.hastack.sandbox.aws.wire.NoAnswer;
import dev.hastack.sandbox.aws.wire.WireCall;
import dev.hastack.sandbox.aws.world.ApiError;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkPojo;

/** The way of every call: it arrives, is admitted, is answered by its service, is recorded. */
final class FrontDoor implements Backend {

  private sealed interface Verdict {
    record Answered(SdkPojo answer) implements Verdict {}

    record Refused(RuntimeException why) implements Verdict {}

    record Silence(Duration silence) implements Verdict {}
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
    Verdict verdict = timing.time().exclusively(() -> recorded(wire));
    return switch (verdict) {
      case Verdict.Answered(SdkPojo answer) -> answer;
      case Verdict.Refused(RuntimeException why) -> throw why;
      case Verdict.Silence(Duration silence) -> {
        timing.pass(silence);
        throw new NoAnswer("Nothing was heard of " + wire.operation());
      }
    };
  }

  private Verdict recorded(WireCall wire) {
    Visit visit = new Visit(calls++, timing.time().now(), wire);
    Verdict verdict = judged(visit);
    record.add(visit.ended(outcome(verdict)));
    return verdict;
  }

  private static String outcome(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Answered any -> RecordedCall.OK;
      case Verdict.Refused(ApiError error) -> error.code();
      case Verdict.Refused(UnsupportedOperationException any) -> "NotModelled";
      case Verdict.Refused(RuntimeException defect) -> defect.toString();
      case Verdict.Silence any -> RecordedCall.NO_ANSWER;
    };
  }

  private Verdict judged(Visit visit) {
    try {
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
      return served(visit);
    } catch (RuntimeException refused) {
      return visit
          .interference()
          .lostAnswer()
          .<Verdict>map(Verdict.Silence::new)
          .orElseGet(() -> new Verdict.Refused(refused));
    }
  }

  private Verdict served(Visit visit) {
    OptionalDouble factor = visit.interference().rateFactor(timing.options().throttleFactor());
    admission.admit(visit, factor);
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
