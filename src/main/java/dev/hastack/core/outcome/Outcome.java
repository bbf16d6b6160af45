package dev.hastack.core.outcome;

import dev.hastack.core.stack.Value;
import java.util.Map;

/** What came of one change. */
public sealed interface Outcome {

  /**
   * It is as wanted.
   *
   * @param outputs what others may need of it now, by name
   */
  record Done(Map<String, Value> outputs) implements Outcome {
    public Done {
      outputs = Map.copyOf(outputs);
    }
  }

  /**
   * It takes its time; look again soon. Not an error.
   *
   * @param what what is waited for, in words
   * @param outputs what others may need of it meanwhile; empty where it is not there
   */
  record Waiting(String what, Map<String, Value> outputs) implements Outcome {
    public Waiting {
      outputs = Map.copyOf(outputs);
    }

    /** For what is not there for others meanwhile. */
    public Waiting(String what) {
      this(what, Map.of());
    }
  }

  /**
   * It did not work.
   *
   * @param outputs what others may need of it all the same; empty where it is not there
   */
  record Failed(Failure failure, Map<String, Value> outputs) implements Outcome {
    public Failed {
      outputs = Map.copyOf(outputs);
    }

    /** Something that is not there for it. */
    public Failed(Failure failure) {
      this(failure, Map.of());
    }
  }

  static Outcome done() {
    return new Done(Map.of());
  }
}
