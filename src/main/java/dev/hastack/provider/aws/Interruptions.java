package dev.hastack.provider.aws;

import dev.hastack.core.stack.Observation;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** When Spot servers were taken back, as signals told: hints, which may be late or missing. */
public interface Interruptions {
  /** Nobody tells. */
  Interruptions NONE =
      new Interruptions() {
        @Override
        public List<Instant> recent(String groupName) {
          return List.of();
        }

        @Override
        public Optional<Instant> now(String region) {
          return Optional.empty();
        }
      };

  /** When the group's servers were noticed to be taken back, those of the last hour at least. */
  List<Instant> recent(String groupName);

  /** What time it is there by the clock that these times are of; empty where nothing is heard. */
  Optional<Instant> now(String region);

  /** The same observation; a group that lost servers tells when. */
  default Observation noted(Observation observation) {
    if (!(observation instanceof Present present)
        || !(present.spec() instanceof AutoScalingGroup)) {
      return observation;
    }
    List<Instant> times = recent(present.physicalName());
    if (times.isEmpty()) {
      return observation;
    }
    var live = new HashMap<>(present.live());
    live.put(
        AutoScalingGroup.LIVE_INTERRUPTIONS,
        Value.list(times.stream().sorted().map(time -> Value.text(time.toString())).toList()));
    return present.withLive(live);
  }
}
