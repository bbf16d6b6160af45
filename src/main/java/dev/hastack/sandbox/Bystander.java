package dev.hastack.sandbox;

import dev.hastack.sandbox.control.Director;
import dev.hastack.sandbox.control.Incident;
import dev.hastack.sandbox.report.SandboxException;

/**
 * Stands by where AWS is not ours to direct.
 *
 * @param aws what it is, for people
 */
record Bystander(String aws) implements Director {
  @Override
  public String status() {
    return "This sandbox works against %s, whose servers, requests and calls it cannot see."
        .formatted(aws);
  }

  @Override
  public String inject(Incident incident) {
    throw new SandboxException(
        "This sandbox works against %s. Only in the embedded account can things be made happen: ./hastack sandbox"
            .formatted(aws));
  }
}
