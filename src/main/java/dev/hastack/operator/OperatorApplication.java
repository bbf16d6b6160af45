package dev.hastack.operator;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/** What Quarkus runs for the command {@code operator}: starts the assembly, waits, ends it. */
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
    if (!assembly.close()) {
      LOG.warn("Ended with passes under way; the next start goes on where they were");
      // Only the end of the process ends a call that does not come back.
      Runtime.getRuntime().halt(0);
    }
    return 0;
  }
}
