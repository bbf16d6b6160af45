package dev.hastack.sandbox.control;

import dev.hastack.sandbox.report.SandboxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Writes down what is to happen; has nothing to throttle. */
final class ScriptedDirector implements Director {
  private final List<Incident> incidents = Collections.synchronizedList(new ArrayList<>());

  List<Incident> incidents() {
    return incidents;
  }

  @Override
  public String status() {
    return "6 servers\nünruhig";
  }

  @Override
  public String inject(Incident incident) {
    if (incident instanceof Incident.Throttle) {
      throw new SandboxException("There is nothing to throttle.");
    }
    incidents.add(incident);
    return "done";
  }
}
