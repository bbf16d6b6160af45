package dev.hastack.operator;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** What Quarkus runs for the command {@code operator}: starts the assembly, waits, ends it. */
@Singleton
public final class OperatorApplication implements QuarkusApplication {
  private static final Logger LOG = Logger.getLogger(OperatorApplication.class);

  private final OperatorAssembly assembly;

  @Inject
  OperatorApplication(OperatorAssembly assembly) {
    this.assembly = assembly;
  }

  @Override
  public int run(String... args) {
    assembly.lifecycle().start();
    Quarkus.waitForExit();
    return 0;
  }

  /**
   * Ends the assembly. Here and not after the wait above: a signal ends the process as soon as its
   * shutdown hook is through, which is where this event is sent, and does not wait for {@link
   * #run}.
   */
  void end(@Observes ShutdownEvent event) {
    if (!assembly.close()) {
      LOG.warn("Ended with passes under way; the next start goes on where they were");
      // Only the end of the process ends a call that does not come back.
      Runtime.getRuntime().halt(0);
    }
  }
}
